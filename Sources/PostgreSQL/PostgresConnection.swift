import CPostgreSQL

/// One connection to a PostgreSQL server, and the only owner of libpq's handle. Its calls block, each with a deadline: it is meant for a
/// thread of its own, and is not to be used from two. Closed when it is released, and by every error after which nothing more can be
/// said on it (`isUsable`); it never reconnects by itself.
///
/// Source: libpq of PostgreSQL 15, "Asynchronous Command Processing".
public final class PostgresConnection {
    /// The most bytes that the answer to one statement may have.
    public static let usualLimit = 16_777_216

    var handle: OpaquePointer?
    let wait: Duration
    let limit: Int
    private let password: String?

    /// Connects, and bounds every later statement.
    /// - Parameters:
    ///   - conninfo: a URL or `key=value` pairs, as libpq takes them; what is missing comes from the `PG…` variables, `~/.pgpass` too.
    ///   - deadline: for the connection to be made. A host's name is resolved before, by the system, within the system's own limits.
    ///   - statementTimeout: after which the server gives a statement up (`57014`); two seconds later we no longer wait for it.
    ///   - limit: bytes that one statement's answer may have.
    public static func connect(
        _ conninfo: String, deadline: Duration, statementTimeout: Duration = .seconds(10), limit: Int = usualLimit
    ) throws(PostgresError) -> PostgresConnection {
        let connection = try PostgresConnection(conninfo, wait: statementTimeout + .seconds(2), limit: limit)
        try connection.finishConnecting(within: deadline)
        try connection.exec("SET statement_timeout = \(statementTimeout.wholeMilliseconds)")
        return connection
    }

    private init(_ conninfo: String, wait: Duration, limit: Int) throws(PostgresError) {
        guard !conninfo.utf8.contains(0) else { throw .malformedConninfo }
        password = try Self.password(in: conninfo)
        (self.wait, self.limit) = (wait, limit)
        handle = Self.start(conninfo)
    }

    deinit { PQfinish(handle) }

    /// Can it still take statements?
    public var isUsable: Bool { handle.map { PQstatus($0) == CONNECTION_OK } ?? false }

    public func close() {
        PQfinish(handle)
        handle = nil
    }

    /// One statement with its parameters, `$1` being the first; each goes as text, and PostgreSQL takes it for what its place wants.
    @discardableResult
    public func query(_ sql: String, _ parameters: [String?] = []) throws(PostgresError) -> PostgresResult {
        guard !sql.utf8.contains(0), !parameters.contains(where: { $0?.utf8.contains(0) ?? false }) else { throw .holdsNUL }
        return try run { handle in Self.withCStrings(parameters) { PQsendQueryParams(handle, sql, Int32($0.count), nil, $0.baseAddress, nil, nil, 0) } }
    }

    /// Statements without parameters, separated by semicolons, as one transaction; gives the last one's result.
    @discardableResult
    public func exec(_ sql: String) throws(PostgresError) -> PostgresResult {
        guard !sql.utf8.contains(0) else { throw .holdsNUL }
        return try run { PQsendQuery($0, sql) }
    }

    /// Runs `body` between BEGIN and COMMIT; what it throws rolls back, and is thrown on.
    /// - Throws: also `lost` or `timedOut` of the COMMIT itself, after which nobody knows whether it was done.
    @discardableResult
    public func transaction<Result>(_ body: (PostgresConnection) throws -> Result) throws -> Result {
        try exec("BEGIN")
        do {
            let result = try body(self)
            // The COMMIT of a transaction in which a statement failed rolls back, and is no error of PostgreSQL's.
            guard try exec("COMMIT").command == "COMMIT" else { throw PostgresError.refused(state: "25P02", "the transaction had failed, and was rolled back") }
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    private func rollBack() {
        guard isUsable, let handle, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
        do { try exec("ROLLBACK") } catch { close() }
    }

    /// What the server or libpq says, on one line and without the password.
    func masked(_ text: UnsafePointer<CChar>?) -> String {
        var line = (text.map { String(cString: $0) } ?? "").split(whereSeparator: \.isNewline).joined(separator: "; ")
        if let password, !password.isEmpty { line.replace(password, with: "***") }
        return String(line.prefix(500))
    }
}

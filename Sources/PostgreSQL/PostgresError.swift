/// What went wrong between us and a PostgreSQL server. No text holds the password, nor what a query's parameters were.
public enum PostgresError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The connection string is not one; its text is not repeated, since it may hold a password.
    case malformedConninfo
    /// No connection was made: nobody listens, the server is starting or stopping, or it refuses this user.
    case unreachable(String)
    /// The connection broke; what was under way may or may not have been done.
    case lost(String)
    /// No answer in time. The connection is closed; what was under way may or may not have been done.
    case timedOut(after: Duration)
    /// The server refused the statement. The connection goes on.
    /// - state: the five characters of SQLSTATE, as `57014` for a statement that reached its timeout.
    case refused(state: String, String)
    /// The answer is longer than the caller takes. The connection is closed.
    case tooLong(limit: Int)
    /// A parameter or statement holds a NUL, which PostgreSQL's text cannot.
    case holdsNUL

    /// SQLSTATE of a statement that was refused.
    public var state: String? { if case .refused(let state, _) = self { state } else { nil } }

    /// May the same again succeed later without anybody changing anything? So for a server that is down or busy, for a conflict with
    /// another transaction; not for a wrong statement or a missing column.
    public var isTransient: Bool {
        switch self {
        case .unreachable, .lost, .timedOut: true
        case .malformedConninfo, .tooLong, .holdsNUL: false
        // 08 connection, 40 rollback, 53 resources, 57 operator's intervention, 58 system; 55P03 a lock that was not to be had.
        case .refused(let state, _): ["08", "40", "53", "57", "58"].contains(state.prefix(2)) || state == "55P03"
        }
    }

    public var description: String {
        switch self {
        case .malformedConninfo: "the connection string cannot be read (it is not shown, since it may hold a password)"
        case .unreachable(let text): "no connection to PostgreSQL: \(text)"
        case .lost(let text): "the connection to PostgreSQL broke: \(text)"
        case .timedOut(let limit): "PostgreSQL did not answer within \(limit)"
        case .refused(let state, let text): "PostgreSQL refuses: \(text) (SQLSTATE \(state))"
        case .tooLong(let limit): "PostgreSQL's answer is longer than \(limit) bytes"
        case .holdsNUL: "a parameter holds a NUL, which PostgreSQL's text cannot"
        }
    }
}

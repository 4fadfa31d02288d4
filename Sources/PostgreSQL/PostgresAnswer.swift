import CPostgreSQL

/// A statement's answer while it comes in, one row at a time, so that its length can be bounded.
struct PostgresAnswer {
    let limit: Int
    private var bytes = 0
    private var taken = PostgresResult()
    private var error: PostgresError?

    init(limit: Int) { self.limit = limit }

    var isTooLong: Bool { bytes > limit }

    mutating func take(_ result: OpaquePointer, message: (UnsafePointer<CChar>?) -> String) {
        switch PQresultStatus(result) {
        case PGRES_SINGLE_TUPLE: appendRow(result)
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: finish(result)
        case PGRES_EMPTY_QUERY: taken = PostgresResult()
        default:
            let state = vg_pq_state(result).map { String(cString: $0) }
            let text = message(vg_pq_message(result) ?? UnsafePointer(PQresultErrorMessage(result)))
            // The first error is the cause; libpq's own, as of a broken connection, have no SQLSTATE.
            if error == nil { error = state.map { .refused(state: $0, text) } ?? .lost(text) }
        }
    }

    func result() throws(PostgresError) -> PostgresResult {
        if let error { throw error }
        return taken
    }

    private var isRunning = false

    private mutating func appendRow(_ result: OpaquePointer) {
        if !isRunning {
            taken = PostgresResult(columns: Self.columns(result))
            isRunning = true
        }
        let values = (0..<PQnfields(result)).map { column -> String? in
            guard PQgetisnull(result, 0, column) == 0, let text = PQgetvalue(result, 0, column) else { return nil }
            bytes += Int(PQgetlength(result, 0, column))
            return String(cString: text)
        }
        bytes += 8 * values.count
        taken.rows.append(PostgresRow(columns: taken.columns, values: values))
    }

    private mutating func finish(_ result: OpaquePointer) {
        if !isRunning { taken = PostgresResult(columns: Self.columns(result)) }
        isRunning = false
        taken.command = PQcmdStatus(result).map { String(cString: $0) }?.split(separator: " ").first.map(String.init) ?? ""
        taken.affected = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    private static func columns(_ result: OpaquePointer) -> [String] {
        (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
    }
}

/// What a statement gave: its rows, in PostgreSQL's text format, and how many it touched.
public struct PostgresResult: Equatable, Sendable {
    public internal(set) var columns: [String] = []
    public internal(set) var rows: [PostgresRow] = []
    /// The command's tag without numbers, as `INSERT`, `COMMIT`.
    public internal(set) var command = ""
    /// Rows inserted, updated, deleted or selected.
    public internal(set) var affected = 0
}

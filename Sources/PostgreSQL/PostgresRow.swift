/// One row: each value as PostgreSQL writes it (`t` and `f` for booleans), `nil` for NULL.
public struct PostgresRow: Equatable, Sendable {
    public let columns: [String]
    public let values: [String?]

    public init(columns: [String], values: [String?]) {
        precondition(columns.count == values.count, "a row has a value for each column")
        (self.columns, self.values) = (columns, values)
    }

    /// `nil` for NULL, and for a column that the row does not have.
    public subscript(_ column: String) -> String? { columns.firstIndex(of: column).flatMap { values[$0] } }

    public subscript(_ index: Int) -> String? { values[index] }
}

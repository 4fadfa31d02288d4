/// A dialogue file says something that can't be meant.
public struct DialogueError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where, e.g. `turns[2].tool.name`.
    public var field: String
    public var problem: String
    public var description: String { "\(field): \(problem)" }
}

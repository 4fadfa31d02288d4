/// The fixtures can't be used.
public struct FixtureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A path, or a path with the place in it.
    public var place: String
    public var problem: String
    public var description: String { "\(place): \(problem)" }
}

/// A value can't be put into a command. The value itself is not repeated: it may be secret, and is hostile.
public struct CommandRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which value, e.g. `originate.domain`.
    public var place: String
    /// In words that follow the place, e.g. `holds a line break`.
    public var problem: String

    public init(place: String, problem: String) {
        self.place = place
        self.problem = problem
    }

    public var description: String { "\(place) \(problem)" }
}

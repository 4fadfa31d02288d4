/// What a dialplan does with the call: an application and its argument, as `transfer` and `1001 XML example.com`.
public struct HoursDestination: Equatable, Sendable, CustomStringConvertible {
    public var application: String
    public var argument: String

    public init(application: String, argument: String) { (self.application, self.argument) = (application, argument) }

    /// The people's, where no dialplan says how they are reached.
    public static let people = HoursDestination(application: "people", argument: "")

    public var description: String { argument.isEmpty ? application : "\(application) \(argument)" }
}

/// Rules that hold together, and what takes the call while they all do.
public struct HoursGroup: Equatable, Sendable {
    /// Groups are tried in ascending order.
    public var number: Int
    public var rules: [HoursRule]
    /// The holiday's name, where the group is one; the gateway is then closed.
    public var holiday: String?
    /// Where the call goes; a group without one only sets variables, and takes no call.
    public var destination: HoursDestination?

    public init(number: Int, rules: [HoursRule] = [], holiday: String? = nil, destination: HoursDestination? = nil) {
        (self.number, self.rules, self.holiday, self.destination) = (number, rules, holiday, destination)
    }

    func matches(at time: LocalTime) -> Bool { rules.allSatisfy { $0.holds(at: time) } }
}

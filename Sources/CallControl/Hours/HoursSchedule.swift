/// When people can be reached: groups of rules as a FusionPBX time condition has them, evaluated as FreeSWITCH does.
///
/// The first group, in ascending order, whose rules all hold and which has a destination takes the call. It is *open* if that group is no
/// holiday and its destination is not that of the *otherwise* group (FusionPBX's 999); all else is closed.
public struct HoursSchedule: Equatable, Sendable {
    /// FusionPBX's number of the group that takes the call when no other does.
    public static let otherwiseNumber = 999

    /// In ascending order, all below 999.
    public let groups: [HoursGroup]
    public let otherwise: HoursDestination?

    /// - Parameter groups: in any order; those of one number are tried in the order given.
    public init(groups: [HoursGroup], otherwise: HoursDestination?) {
        let counted = groups.enumerated().filter { $0.element.number < Self.otherwiseNumber }
        self.groups = counted.sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }.map(\.element)
        self.otherwise = otherwise
    }

    /// Open or closed, and why.
    /// - Parameter time: in the schedule's own zone.
    public func decision(at time: LocalTime) -> HoursDecision {
        guard let group = groups.first(where: { $0.destination != nil && $0.matches(at: time) }) else { return HoursDecision(.nothingMatches, time) }
        if let holiday = group.holiday { return HoursDecision(.holiday(holiday, group: group.number), time) }
        guard let destination = group.destination, destination != otherwise else { return HoursDecision(.goesWhereClosedCallsGo(group: group.number), time) }
        return HoursDecision(.open(group: group.number, destination), time)
    }
}

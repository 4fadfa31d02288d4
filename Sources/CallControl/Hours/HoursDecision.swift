/// Open or closed, at which time, and what decided it.
public struct HoursDecision: Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
        /// No hours are configured: people can always be asked for.
        case noHours
        case open(group: Int, HoursDestination)
        case holiday(String, group: Int)
        /// A group holds, whose destination is the one for closed hours.
        case goesWhereClosedCallsGo(group: Int)
        case nothingMatches
        /// The hours could not be had; what then counts is configured.
        case unknown(HoursProblem, taken: UnknownHours)
    }

    public var reason: Reason
    /// `nil` where no time was looked at.
    public var time: LocalTime?

    init(_ reason: Reason, _ time: LocalTime?) { (self.reason, self.time) = (reason, time) }

    public static let withoutHours = HoursDecision(.noHours, nil)

    public static func unknown(_ problem: HoursProblem, _ taken: UnknownHours) -> HoursDecision { HoursDecision(.unknown(problem, taken: taken), nil) }

    public var isOpen: Bool {
        switch reason {
        case .noHours, .open, .unknown(_, .open): true
        case .holiday, .goesWhereClosedCallsGo, .nothingMatches, .unknown(_, .closed): false
        }
    }

    /// What is to be logged and counted as an error, if anything.
    public var problem: HoursProblem? { if case .unknown(let problem, _) = reason { problem } else { nil } }
}

extension HoursDecision: CustomStringConvertible {
    /// One sentence: `closed: the holiday Natal (group 100)`.
    public var description: String {
        switch reason {
        case .noHours: "open: no business hours are configured"
        case .open(let group, let destination): "open: all rules of group \(group) hold, which goes to \(destination)"
        case .holiday(let name, let group): "closed: the holiday \(name) (group \(group))"
        case .goesWhereClosedCallsGo(let group): "closed: all rules of group \(group) hold, but it goes where calls outside the hours go"
        case .nothingMatches: "closed: no group's rules all hold"
        case .unknown(let problem, let taken): "\(taken.rawValue), as on_unknown_hours says: \(problem)"
        }
    }
}

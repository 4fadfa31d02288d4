import CallControl

/// What a secretary's settings say of business hours.
public enum ConfiguredHours: Equatable, Sendable {
    /// None are configured.
    case always
    case hours(BusinessHours)
    /// They are configured and cannot be had: an error, to be logged and counted whenever it decides.
    case unknown(HoursProblem)

    /// - Parameters:
    ///   - unixTime: seconds since 1970 UTC.
    ///   - unknown: what counts while they cannot be had.
    public func decision(at unixTime: Int64, unknown: UnknownHours) -> HoursDecision {
        switch self {
        case .always: .withoutHours
        case .hours(let hours): hours.decision(at: unixTime)
        case .unknown(let problem): .unknown(problem, unknown)
        }
    }

    /// The same with every rule that was looked at, line by line.
    public func explanation(at unixTime: Int64, unknown: UnknownHours) -> [String] {
        if case .hours(let hours) = self { return hours.explanation(at: unixTime) }
        return ["\(decision(at: unixTime, unknown: unknown))"]
    }
}

import CallControl

/// A schedule and the zone whose clocks it goes by.
public struct BusinessHours: Equatable, Sendable {
    public var schedule: HoursSchedule
    public var zone: ZoneRules

    public init(schedule: HoursSchedule, zone: ZoneRules) { (self.schedule, self.zone) = (schedule, zone) }

    /// - Parameter unixTime: seconds since 1970 UTC.
    public func decision(at unixTime: Int64) -> HoursDecision { schedule.decision(at: zone.localTime(at: unixTime)) }

    /// Each rule, whether it holds, and the decision, line by line.
    public func explanation(at unixTime: Int64) -> [String] {
        let time = zone.localTime(at: unixTime)
        let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        return ["\(names[time.civil.weekday - 1]), \(time.civil) \(time.abbreviation) (\(zone.name))"] + schedule.explanation(at: time)
    }
}

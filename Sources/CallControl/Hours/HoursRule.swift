/// One condition on the time, as FreeSWITCH's dialplan has them.
public enum HoursRule: Equatable, Sendable {
    case field(CalendarField, NumberList)
    /// Seconds since midnight, both ends included; a reversed span goes past midnight.
    case timeOfDay(NumberList)
    /// Absolute times, seconds since 1970 UTC; the end is not included.
    case between([Range<Int64>])

    public func holds(at time: LocalTime) -> Bool {
        switch self {
        case .field(let field, let list): list.contains(field.value(at: time.civil))
        case .timeOfDay(let spans): spans.contains(time.civil.secondOfDay)
        case .between(let ranges): ranges.contains { $0.contains(time.unixTime) }
        }
    }
}

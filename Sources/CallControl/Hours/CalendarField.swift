/// A number that FreeSWITCH's dialplan can compare a list with; the raw value is its attribute's name.
public enum CalendarField: String, CaseIterable, Sendable {
    case year, yday, mon, mday, week, mweek, wday, hour, minute
    case minuteOfDay = "minute-of-day"

    /// The number at a time.
    public func value(at time: CivilTime) -> Int {
        switch self {
        case .year: time.year
        case .yday: time.dayOfYear
        case .mon: time.month
        case .mday: time.day
        // Weeks begin on the weekday of January 1st.
        case .week: (time.dayOfYear - 1) / 7 + 1
        // Weeks begin on Sundays; the first may be short.
        case .mweek: (time.day + Self.weekdayOfFirst(time) - 1 + 6) / 7
        case .wday: time.weekday
        case .hour: time.hour
        case .minute: time.minute
        // Midnight is 1, not 0.
        case .minuteOfDay: time.hour * 60 + time.minute + 1
        }
    }

    /// Weekday of the month's first day, Sunday being 1.
    private static func weekdayOfFirst(_ time: CivilTime) -> Int { (time.weekday - 1 + 7 * 5 - (time.day - 1)) % 7 + 1 }
}

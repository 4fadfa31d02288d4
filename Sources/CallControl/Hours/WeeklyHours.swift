/// When people work, as an operator writes it: ranges of the week, and days on which they don't.
public struct WeeklyHours: Equatable, Sendable {
    /// A range of one weekday, in minutes since midnight; an end before its start reaches into the next day.
    public struct Range: Equatable, Sendable {
        /// 0: Sunday.
        public var weekday: Int
        public var from: Int
        /// Exclusive.
        public var to: Int

        public init(weekday: Int, from: Int, to: Int) {
            self.weekday = weekday
            self.from = from
            self.to = to
        }
    }

    public var zone: ZoneRules
    public var ranges: [Range]
    public var holidays: Set<CalendarDay>

    public init(zone: ZoneRules, ranges: [Range], holidays: Set<CalendarDay> = []) {
        self.zone = zone
        self.ranges = ranges
        self.holidays = holidays
    }

    /// - Parameter time: Unix milliseconds.
    public func isOpen(at time: Int64) -> Bool {
        let seconds = time / 1_000
        let offset = zone.secondsFromGMT(at: seconds)
        let today = CalendarDay(unixMilliseconds: time, secondsFromGMT: offset)
        let days = today.daysSince1970
        let minute = Int((seconds + Int64(offset) - days * 86_400) / 60)
        let weekday = Int(((days + 4) % 7 + 7) % 7)
        let yesterday = CalendarDay(unixMilliseconds: (days - 1) * 86_400_000, secondsFromGMT: 0)
        return ranges.contains { range in
            if range.from < range.to { return range.weekday == weekday && !holidays.contains(today) && (range.from..<range.to).contains(minute) }
            // Past midnight: what began yesterday ends today, unless yesterday was a holiday.
            if range.weekday == weekday, minute >= range.from { return !holidays.contains(today) }
            return (range.weekday + 1) % 7 == weekday && minute < range.to && !holidays.contains(yesterday)
        }
    }
}

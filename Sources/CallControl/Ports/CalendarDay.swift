/// A date of the Gregorian calendar, without place or time.
public struct CalendarDay: Equatable, Hashable, Sendable {
    public var year: Int
    /// 1…12.
    public var month: Int
    /// 1…31.
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date on a wall at a place whose clocks are `secondsFromGMT` ahead.
    ///
    /// Days are counted in eras of 400 years that begin on 1 March, so that leap days come last (H. Hinnant, "chrono-compatible
    /// low-level date algorithms", 2013).
    public init(unixMilliseconds: Int64, secondsFromGMT: Int) {
        let seconds = Self.floor(unixMilliseconds, 1_000) + Int64(secondsFromGMT)
        let days = Self.floor(seconds, 86_400) + 719_468
        let era = Self.floor(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 { (number - (number % divisor + divisor) % divisor) / divisor }

    /// `20260115`.
    public var digits: String { Self.padded(year, 4) + Self.padded(month, 2) + Self.padded(day, 2) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

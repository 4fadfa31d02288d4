/// Date and time of day as a calendar and a clock on the wall show them (proleptic Gregorian), in whatever zone they hang.
public struct CivilTime: Hashable, Comparable, Sendable {
    public var year: Int
    /// 1…12
    public var month: Int
    /// 1…31
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int

    /// `nil` for a date or time that does not exist; 24:00:00 does, as the next day's start.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1...9_999).contains(year), (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day) else { return nil }
        let isClock = (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
        guard isClock || (hour, minute, second) == (24, 0, 0) else { return nil }
        self.init(unchecked: (year, month, day), 0)
        self = CivilTime(secondsSinceEpoch: secondsSinceEpoch + Int64(hour * 3_600 + minute * 60 + second))
    }

    /// - Parameter seconds: since 1970-01-01 00:00:00 on the same wall, as though every day had 86,400.
    public init(secondsSinceEpoch seconds: Int64) {
        let (day, time) = Self.floored(seconds, by: 86_400)
        self.init(unchecked: Self.date(ofDay: day), time)
    }

    private init(unchecked date: (year: Int, month: Int, day: Int), _ time: Int) {
        (year, month, day) = date
        (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
    }

    public var secondsSinceEpoch: Int64 { Int64(dayNumber) * 86_400 + Int64(secondOfDay) }

    public var secondOfDay: Int { hour * 3_600 + minute * 60 + second }

    /// 1…7, Sunday is 1.
    public var weekday: Int { Self.floored(Int64(dayNumber) + 4, by: 7).remainder + 1 }

    /// 1…366
    public var dayOfYear: Int { dayNumber - Self.dayNumber(year, 1, 1) + 1 }

    /// Days since 1970-01-01.
    var dayNumber: Int { Self.dayNumber(year, month, day) }

    public static func < (left: CivilTime, right: CivilTime) -> Bool { left.secondsSinceEpoch < right.secondsSinceEpoch }

    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (Int(quotient - 1), Int(remainder + divisor)) : (Int(quotient), Int(remainder))
    }

    // The year is taken to begin in March, so that the leap day is its last, and counted in eras of 400 years (146,097 days).
    // 719,468 days lie between 0000-03-01 and 1970-01-01.

    /// Days from 1970-01-01 to a date.
    static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let (era, yearOfEra) = floored(Int64(month > 2 ? year : year - 1), by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floored(Int64(number) + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension CivilTime: CustomStringConvertible {
    /// `2026-11-25 20:34:05`
    public var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
    }
}

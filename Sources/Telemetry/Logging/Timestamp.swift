import Glibc

/// Wall-clock time as log lines show it.
public enum Timestamp {
    /// Milliseconds since 1970 UTC.
    public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// ISO 8601 in UTC: `2026-11-24T12:49:04.123Z`.
    public static func text(_ milliseconds: Int64) -> String {
        let (days, rest) = floorDivision(milliseconds, 86_400_000)
        let (year, month, day) = date(days)
        let fields = [
            pad(year, 4), "-", pad(month, 2), "-", pad(day, 2), "T", pad(rest / 3_600_000, 2), ":", pad(rest / 60_000 % 60, 2), ":", pad(rest / 1_000 % 60, 2),
            ".",
            pad(rest % 1_000, 3), "Z",
        ]
        return fields.joined()
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivision(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = ((value % divisor) + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    /// The civil date of a day since 1970, by H. Hinnant's `civil_from_days` (years begin in March, eras have 146,097 days).
    private static func date(_ days: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = floorDivision(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

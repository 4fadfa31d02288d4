import CallControl

/// Reads a moment as operators write it.
public enum HoursMoment {
    /// - Parameters:
    ///   - text: `2026-12-25 10:00`, with seconds if one likes, with `T` in place of the blank; the zone's time, or with `Z` or `-03:00` at its
    ///     end that one's. A date alone is its midnight.
    ///   - zone: whose clocks count.
    /// - Returns: seconds since 1970 UTC, or `nil` for what is no moment.
    public static func read(_ text: String, in zone: ZoneRules) -> Int64? {
        let pattern = /([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?/
        guard let match = text.wholeMatch(of: pattern) else { return nil }
        func number(_ part: Substring?) -> Int { part.flatMap { Int($0) } ?? 0 }
        let time = (number(match.4), number(match.5), number(match.6))
        guard let civil = CivilTime(year: number(match.1), month: number(match.2), day: number(match.3), hour: time.0, minute: time.1, second: time.2)
        else { return nil }
        guard let offset = match.7 else { return zone.unixTime(of: civil) }
        return seconds(offset).map { civil.secondsSinceEpoch - $0 }
    }

    /// East of Greenwich.
    private static func seconds(_ offset: Substring) -> Int64? {
        if offset == "Z" { return 0 }
        let digits = offset.dropFirst().filter { $0 != ":" }
        guard let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)), hours < 24, minutes < 60 else { return nil }
        return (offset.hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}

import CallControl

/// A line of holidays as operators write it: a date or two, times if it is not the whole day, a name:
/// `12-25 Natal`, `2027-02-08..2027-02-10 Carnaval`, `24/12 12:00-24:00 Véspera`. A date without a year comes every year.
struct HolidayText: Equatable {
    var name: String
    /// Each holds for a part of it.
    var rules: [[HoursRule]]

    init?(_ line: String, in zone: ZoneRules) {
        var words = line.split(whereSeparator: \.isWhitespace)
        guard let dates = words.first.map(String.init) else { return nil }
        words.removeFirst()
        var times: [HoursRule] = []
        if let span = words.first.flatMap({ ClockSpan($0) }) {
            guard !span.isOvernight else { return nil }
            times = [span.rule]
            words.removeFirst()
        }
        let ends = dates.split(separator: "..").map { Date(String($0)) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], (first.year == nil) == (last.year == nil) else { return nil }
        guard let days = first == last ? [first.rules] : Self.range(first, last, zone) else { return nil }
        name = words.isEmpty ? dates : words.joined(separator: " ")
        rules = days.map { $0 + times }
    }

    private static func range(_ first: Date, _ last: Date, _ zone: ZoneRules) -> [[HoursRule]]? {
        guard let start = first.civil, let end = last.civil else { return annual(first, last) }
        guard start < end else { return nil }
        let after = CivilTime(secondsSinceEpoch: end.secondsSinceEpoch + 86_400)
        return [[.between([zone.unixTime(of: start)..<zone.unixTime(of: after)])]]
    }

    /// A range of every year, month by month; it may run over the new year.
    private static func annual(_ first: Date, _ last: Date) -> [[HoursRule]] {
        if first.month == last.month, first.day <= last.day { return [days(first.month, first.day, last.day)] }
        var rules = [days(first.month, first.day, 31)]
        var month = first.month % 12 + 1
        while month != last.month {
            rules.append([.field(.mon, NumberList([.init(month, month)]))])
            month = month % 12 + 1
        }
        return rules + [days(last.month, 1, last.day)]
    }

    private static func days(_ month: Int, _ first: Int, _ last: Int) -> [HoursRule] {
        [.field(.mon, NumberList([.init(month, month)])), .field(.mday, NumberList([.init(first, last)]))]
    }

    /// `2026-12-25`, `12-25`, `25/12` or `25/12/2026`.
    private struct Date: Equatable {
        var year: Int?
        var month: Int
        var day: Int

        init?(_ text: String) {
            if let match = text.wholeMatch(of: /(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})/) {
                (year, month, day) = (match.1.flatMap { Int($0) }, Int(match.2) ?? 0, Int(match.3) ?? 0)
            } else if let match = text.wholeMatch(of: /([0-9]{1,2})\/([0-9]{1,2})(?:\/([0-9]{4}))?/) {
                (year, month, day) = (match.3.flatMap { Int($0) }, Int(match.2) ?? 0, Int(match.1) ?? 0)
            } else {
                return nil
            }
            // In a leap year, so that February 29th may be one of every year's.
            guard CivilTime(year: year ?? 2_000, month: month, day: day) != nil else { return nil }
        }

        var civil: CivilTime? { year.flatMap { CivilTime(year: $0, month: month, day: day) } }

        var rules: [HoursRule] {
            let date = HolidayText.days(month, day, day)
            return year.map { [.field(.year, NumberList([.init($0, $0)]))] + date } ?? date
        }
    }
}

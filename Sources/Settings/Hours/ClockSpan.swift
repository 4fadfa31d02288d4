import CallControl

/// From one time of day to another, in minutes; its end, up to 24:00, is not part of it.
struct ClockSpan: Equatable {
    var start: Int
    var end: Int

    /// Does it go past midnight?
    var isOvernight: Bool { end <= start }

    /// Reads the like of `08:00-18:00`, `8h-12h30` or `8-18`; `nil` for all else, and for a span without length.
    init?(_ text: some StringProtocol) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minutes(String($0)) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start != end, start < 1_440 else { return nil }
        self.init(start: start, end: end)
    }

    init(start: Int, end: Int) { (self.start, self.end) = (start, end) }

    /// As FusionPBX writes it: the minutes of a day are counted from 1.
    var rule: HoursRule { .field(.minuteOfDay, NumberList([.init(start + 1, end)])) }

    private static func minutes(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: /([0-9]{1,2})(?::([0-9]{2})|h([0-9]{2})?)?/), let hour = Int(match.1) else { return nil }
        let minute = (match.2 ?? match.3).flatMap { Int($0) } ?? 0
        guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
        return hour * 60 + minute
    }
}

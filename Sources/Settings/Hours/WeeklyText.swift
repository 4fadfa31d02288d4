import CallControl

/// A line of weekly hours as operators write it: days, then times, `mon-fri 08:00-12:00 13:00-18:00` or `seg-sex 8h-18h`.
enum WeeklyText {
    /// From Sunday, which is 1; English, Portuguese, Spanish.
    private static let names = [
        ["sun", "dom"], ["mon", "seg", "lun"], ["tue", "ter", "mar"], ["wed", "qua", "mie", "mié"], ["thu", "qui", "jue"], ["fri", "sex", "vie"],
        ["sat", "sab", "sáb"],
    ]

    /// The rules of each span of time; spans past midnight are two.
    static func rules(_ line: String) -> [[HoursRule]]? {
        let words = line.lowercased().split(whereSeparator: \.isWhitespace)
        let days = words.prefix { $0.first?.isLetter == true }.map(days)
        let spans = words.dropFirst(days.count).map { ClockSpan($0) }
        guard !days.isEmpty, !spans.isEmpty, !days.contains(nil), !spans.contains(nil) else { return nil }
        let list = NumberList(days.compactMap { $0 })
        return spans.compactMap { $0 }.flatMap { rules(list, $0) }
    }

    private static func rules(_ days: NumberList, _ span: ClockSpan) -> [[HoursRule]] {
        guard span.isOvernight else { return [[.field(.wday, days), span.rule]] }
        let next = NumberList(days.spans.map { .init($0.first % 7 + 1, $0.last % 7 + 1) })
        let evening: [HoursRule] = [.field(.wday, days), ClockSpan(start: span.start, end: 1_440).rule]
        return span.end == 0 ? [evening] : [evening, [.field(.wday, next), ClockSpan(start: 0, end: span.end).rule]]
    }

    private static func days(_ text: Substring) -> NumberList.Span? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { name in names.firstIndex { $0.contains(String(name)) }.map { $0 + 1 } }
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        return .init(first, last)
    }
}

extension HoursRule {
    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// Reads a dialplan's condition.
    /// - Parameters:
    ///   - type: FreeSWITCH's attribute, `minute-of-day` or the like.
    ///   - data: the expression.
    ///   - absolute: what moment a date and time of the server's zone is, in seconds since 1970 UTC.
    /// - Returns: `nil` for an expression that is not one, or a type that isn't about the time.
    public init?(type: String, data: String, absolute: (CivilTime) -> Int64) {
        guard data.utf8.count <= 4_096 else { return nil }
        switch type {
        case "time-of-day":
            guard let spans = Self.list(data, Self.timeSpan) else { return nil }
            self = .timeOfDay(NumberList(spans))
        case "date-time":
            guard let ranges = Self.list(data, { Self.range($0, absolute) }) else { return nil }
            self = .between(ranges)
        default:
            guard let field = CalendarField(rawValue: type) else { return nil }
            let names = field == .wday ? Self.weekdays : []
            guard let list = NumberList(data, names: names), field != .wday || list.spans.allSatisfy({ Self.isWeekday($0.first) && Self.isWeekday($0.last) })
            else { return nil }
            self = .field(field, list)
        }
    }

    /// Is this dialplan condition's type about the time?
    public static func isTime(_ type: String) -> Bool { type == "time-of-day" || type == "date-time" || CalendarField(rawValue: type) != nil }

    private static func isWeekday(_ number: Int) -> Bool { (1...7).contains(number) }

    private static func list<Item>(_ text: String, _ read: (Substring) -> Item?) -> [Item]? {
        var items: [Item] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let item = read(part.trimmed) else { return nil }
            items.append(item)
        }
        return items
    }

    /// `HH:MM[:SS]-HH:MM[:SS]`
    private static func timeSpan(_ text: Substring) -> NumberList.Span? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { secondOfDay($0.trimmed) }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else { return nil }
        return NumberList.Span(first, last)
    }

    /// `HH:MM[:SS]`, up to `24:00`.
    private static func secondOfDay(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(number)
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], let second = parts.count == 3 ? parts[2] : 0 else { return nil }
        let isClock = hour < 24 && minute < 60 && second < 60
        return isClock || (hour, minute, second) == (24, 0, 0) ? hour * 3_600 + minute * 60 + second : nil
    }

    /// `YYYY-MM-DD HH:MM[:SS]~YYYY-MM-DD HH:MM[:SS]`; one that ends before it begins never holds.
    private static func range(_ text: Substring, _ absolute: (CivilTime) -> Int64) -> Range<Int64>? {
        let ends = text.split(separator: "~", omittingEmptySubsequences: false).map { dateTime($0.trimmed) }
        guard ends.count == 2, let first = ends[0].map(absolute), let last = ends[1].map(absolute) else { return nil }
        return first..<max(first, last)
    }

    private static func dateTime(_ text: Substring) -> CivilTime? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let second = secondOfDay(parts[1]), let midnight = date(parts[0]) else { return nil }
        return CivilTime(secondsSinceEpoch: midnight.secondsSinceEpoch + Int64(second))
    }

    /// `YYYY-MM-DD`
    private static func date(_ text: Substring) -> CivilTime? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(number)
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        return CivilTime(year: year, month: month, day: day)
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }
}

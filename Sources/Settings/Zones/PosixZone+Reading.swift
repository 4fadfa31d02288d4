extension PosixZone {
    /// Reads the like of `CET-1CEST,M3.5.0,M10.5.0/3` or `<-03>3`; `nil` for all else.
    init?(_ text: String) {
        var rest = Substring(text)
        guard let name = Self.name(&rest), let west = Self.time(&rest) else { return nil }
        standard = ZoneRules.Phase(offset: -west, isDaylight: false, abbreviation: name)
        if rest.isEmpty { return }
        guard let daylightName = Self.name(&rest) else { return nil }
        var offset = standard.offset + 3_600
        if let next = rest.first, next != "," {
            guard let west = Self.time(&rest) else { return nil }
            offset = -west
        }
        guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else { return nil }
        daylight = (ZoneRules.Phase(offset: offset, isDaylight: true, abbreviation: daylightName), start, end)
    }

    /// Letters, or anything between angle brackets.
    private static func name(_ rest: inout Substring) -> String? {
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return String(rest[rest.index(after: rest.startIndex)..<end])
        }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest.dropFirst(name.count)
        return name.isEmpty ? nil : String(name)
    }

    /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
    private static func time(_ rest: inout Substring) -> Int? {
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        guard var seconds = number(&rest, upTo: 167).map({ $0 * 3_600 }) else { return nil }
        for unit in [60, 1] where rest.first == ":" {
            rest.removeFirst()
            guard let part = number(&rest, upTo: 59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// `,date[/time]`; without a time, at 2.
    private static func change(_ rest: inout Substring) -> Change? {
        guard rest.popFirst() == ",", let day = day(&rest) else { return nil }
        guard rest.first == "/" else { return Change(day: day, time: 7_200) }
        rest.removeFirst()
        return time(&rest).map { Change(day: day, time: $0) }
    }

    private static func day(_ rest: inout Substring) -> Change.Day? {
        switch rest.first {
        case "J":
            rest.removeFirst()
            return number(&rest, upTo: 365).flatMap { $0 > 0 ? .julian($0) : nil }
        case "M":
            rest.removeFirst()
            guard let month = number(&rest, upTo: 12), month > 0, rest.popFirst() == ".", let week = number(&rest, upTo: 5), week > 0,
                rest.popFirst() == ".", let weekday = number(&rest, upTo: 6)
            else { return nil }
            return .weekday(weekday, week: week, month: month)
        default: return number(&rest, upTo: 365).map { .zeroBased($0) }
        }
    }

    private static func number(_ rest: inout Substring, upTo limit: Int) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard (1...3).contains(digits.count), let number = Int(digits), number <= limit else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }
}

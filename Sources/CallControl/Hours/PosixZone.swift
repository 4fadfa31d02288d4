/// The rule for times to come at the end of a zone file, such as `EST5EDT,M3.2.0,M11.1.0` (POSIX `TZ`, RFC 8536 section 3.3).
struct PosixZone: Equatable {
    /// `Mm.w.d/time`: the w-th (5: last) weekday d of month m. The other two spellings are found in no zone that changes today.
    private struct Turn: Equatable {
        let month, week, weekday: Int
        /// Seconds after midnight, −167…167 hours.
        let time: Int

        init?(_ text: Substring) {
            let halves = text.split(separator: "/", maxSplits: 1)
            guard let head = halves.first, head.first == "M" else { return nil }
            let parts = head.dropFirst().split(separator: ".").map { Int($0) }
            guard parts.count == 3, let month = parts[0], let week = parts[1], let weekday = parts[2] else { return nil }
            guard (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday) else { return nil }
            (self.month, self.week, self.weekday) = (month, week, weekday)
            time = halves.count == 2 ? PosixZone.seconds(halves[1]) ?? 7_200 : 7_200
        }

        /// Local seconds since 1970 of this turn in a year.
        func seconds(in year: Int) -> Int64 {
            let firstDay = CalendarDay(year: year, month: month, day: 1).daysSince1970
            // 1 January 1970 was a Thursday.
            let weekdayOfFirst = Int(((firstDay + 4) % 7 + 7) % 7)
            var day = firstDay + Int64((weekday - weekdayOfFirst + 7) % 7 + (week - 1) * 7)
            let next = month == 12 ? CalendarDay(year: year + 1, month: 1, day: 1) : CalendarDay(year: year, month: month + 1, day: 1)
            while day >= next.daysSince1970 { day -= 7 }
            return day * 86_400 + Int64(time)
        }
    }

    private let standard: Int
    private var daylight: (offset: Int, begins: Turn, ends: Turn)?

    /// - Returns: `nil` for a text that is none.
    init?(_ text: String) {
        var rest = Substring(text)
        guard Self.dropName(&rest), let offset = Self.dropOffset(&rest) else { return nil }
        standard = -offset
        guard !rest.isEmpty else { return }
        guard Self.dropName(&rest) else { return nil }
        let summer = rest.first == "," ? nil : Self.dropOffset(&rest)
        let parts = rest.split(separator: ",")
        guard parts.count == 2, let begins = Turn(parts[0]), let ends = Turn(parts[1]) else { return nil }
        daylight = (summer.map { -$0 } ?? standard + 3_600, begins, ends)
    }

    static func == (left: Self, right: Self) -> Bool {
        left.standard == right.standard && left.daylight?.offset == right.daylight?.offset && left.daylight?.begins == right.daylight?.begins
            && left.daylight?.ends == right.daylight?.ends
    }

    func secondsFromGMT(at time: Int64) -> Int {
        guard let daylight else { return standard }
        let year = CalendarDay(unixMilliseconds: time * 1_000, secondsFromGMT: standard).year
        let begins = daylight.begins.seconds(in: year) - Int64(standard)
        let ends = daylight.ends.seconds(in: year) - Int64(daylight.offset)
        // South of the equator summer spans the new year.
        let isSummer = begins < ends ? (begins..<ends).contains(time) : !(ends..<begins).contains(time)
        return isSummer ? daylight.offset : standard
    }

    private static func dropName(_ text: inout Substring) -> Bool {
        if text.first == "<" {
            guard let end = text.firstIndex(of: ">") else { return false }
            text = text[text.index(after: end)...]
            return true
        }
        let name = text.prefix { $0.isLetter }
        text = text.dropFirst(name.count)
        return name.count >= 3
    }

    private static func dropOffset(_ text: inout Substring) -> Int? {
        let offset = text.prefix { $0.isNumber || "+-:".contains($0) }
        text = text.dropFirst(offset.count)
        return seconds(offset)
    }

    /// `[+-]hh[:mm[:ss]]`.
    private static func seconds(_ text: Substring) -> Int? {
        let sign = text.first == "-" ? -1 : 1
        let parts = text.drop { "+-".contains($0) }.split(separator: ":").map { Int($0) }
        guard (1...3).contains(parts.count), !parts.contains(nil) else { return nil }
        return sign * zip(parts.compactMap { $0 }, [3_600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

extension CalendarDay {
    /// Days since 1 January 1970 (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
    var daysSince1970: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }
}

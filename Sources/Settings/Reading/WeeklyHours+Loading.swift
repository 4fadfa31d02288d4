import CallControl
import FoundationEssentials

extension WeeklyHours {
    /// `business_hours: {timezone: America/Sao_Paulo, weekly: ["mon-fri 08:00-18:00"], holidays: ["2026-12-25"]}`.
    /// - Returns: `nil` without any hours: people always work.
    static func read(_ section: Section) -> WeeklyHours? {
        let name = section.text("timezone", default: "America/Sao_Paulo", "Zone of the hours, as the system's zone data calls it.")
        let weekly = section.list("weekly", default: [], "When people work: `mon-fri 08:00-18:00`, `sat 08:00-12:00`; nothing: always.")
        let days = section.list("holidays", default: [], "Days on which nobody works, `2026-12-25`.")
        section.finish()
        var ranges: [Range] = []
        for text in weekly {
            if let found = Self.ranges(text) { ranges += found } else {
                section.problem("weekly", value: text, expected: "days and hours like mon-fri 08:00-18:00")
            }
        }
        var holidays: Set<CalendarDay> = []
        for text in days {
            if let day = CalendarDay(text) { holidays.insert(day) } else { section.problem("holidays", value: text, expected: "a date like 2026-12-25") }
        }
        guard let zone = ZoneRules(named: name) else {
            section.problem("timezone", value: name, expected: "a zone of the system's zone data, like America/Sao_Paulo", advice: "is the package tzdata installed?")
            return nil
        }
        return ranges.isEmpty ? nil : WeeklyHours(zone: zone, ranges: ranges, holidays: holidays)
    }

    private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    private static func ranges(_ text: String) -> [Range]? {
        let parts = text.lowercased().split(separator: " ")
        guard parts.count == 2 else { return nil }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { weekdays.firstIndex(of: String($0)) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        let times = parts[1].split(separator: "-", omittingEmptySubsequences: false).map(minutes)
        guard times.count == 2, let from = times[0], let to = times[1], from != to else { return nil }
        return (0...(last - first + 7) % 7).map { Range(weekday: (first + $0) % 7, from: from, to: to) }
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":").map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...24).contains(hour), (0..<60).contains(minute) else { return nil }
        return hour * 60 + minute <= 1_440 ? hour * 60 + minute : nil
    }
}

extension CalendarDay {
    /// `2026-12-25`.
    init?(_ text: String) {
        let parts = text.split(separator: "-").map { Int($0) }
        guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

extension ZoneRules {
    /// From the system's zone data.
    public init?(named name: String) {
        // A name is a path below the zone data, never out of it.
        let isSafe = !name.hasPrefix("/") && !name.contains("..") && name.utf8.count <= 64
        guard isSafe, let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)"), let rules = try? ZoneRules(file: Array(data)) else {
            return nil
        }
        self = rules
    }
}

import CallControl

extension ConfiguredHours {
    private static let firstWeekly = 500

    /// Business hours as a configuration file has them.
    /// - Parameter subject: what is so at these hours, in the keys' descriptions.
    init(_ section: Section, _ subject: (within: String, outside: String) = ("When people answer", "When they don't")) {
        let name = section.text("timezone", default: "America/Sao_Paulo", "Zone whose clocks count, as the system's zone data calls it.")
        let weekly = section.list(
            "weekly", default: [],
            "\(subject.within), e.g. `mon-fri 08:00-12:00 13:00-18:00`; days in English, Portuguese or Spanish; the end is not included.")
        let holidays = section.list(
            "holidays", default: [], "\(subject.outside), e.g. `12-25 Natal`, `2027-02-08..2027-02-10 Carnaval`, `12-24 12:00-24:00 Véspera`.")
        section.finish()
        let zone = weekly.isEmpty && holidays.isEmpty ? .utc : Self.zone(section, name)
        let closed = holidays.flatMap { Self.holiday($0, section, zone) }
        let open = weekly.flatMap { Self.week($0, section) }
        for (key, groups) in [("holidays", closed), ("weekly", open)] where groups.count > HoursSchedule.otherwiseNumber - Self.firstWeekly {
            section.problem(key, value: "\(groups.count)", expected: "at most \(HoursSchedule.otherwiseNumber - Self.firstWeekly) of them")
        }
        if closed.isEmpty, open.isEmpty {
            self = .always
        } else {
            // Holidays alone: people answer on all other days.
            let weeks = open.isEmpty ? [HoursGroup(number: 0, destination: .people)] : open
            let groups = Self.numbered(closed, from: 1) + Self.numbered(weeks, from: Self.firstWeekly)
            self = .hours(BusinessHours(schedule: HoursSchedule(groups: groups, otherwise: nil), zone: zone))
        }
    }

    private static func zone(_ section: Section, _ name: String) -> ZoneRules {
        if let zone = section.reader.files.zones.zone(named: name) { return zone }
        section.problem(
            "timezone", value: name, expected: "a zone of the system's data, e.g. America/Sao_Paulo",
            advice: "is the package tzdata installed? It keeps them under /usr/share/zoneinfo")
        return .utc
    }

    private static func holiday(_ line: String, _ section: Section, _ zone: ZoneRules) -> [HoursGroup] {
        if let holiday = HolidayText(line, in: zone) {
            return holiday.rules.map { HoursGroup(number: 0, rules: $0, holiday: holiday.name, destination: .people) }
        }
        section.problem(
            "holidays", value: line,
            expected: "a date (2026-12-25, 12-25 or 25/12) or two (12-24..12-26), then a time span if not the whole day, then a name")
        return []
    }

    private static func week(_ line: String, _ section: Section) -> [HoursGroup] {
        if let rules = WeeklyText.rules(line) { return rules.map { HoursGroup(number: 0, rules: $0, destination: .people) } }
        section.problem("weekly", value: line, expected: "days, then times, like mon-fri 08:00-12:00 13:00-18:00")
        return []
    }

    private static func numbered(_ groups: [HoursGroup], from first: Int) -> [HoursGroup] {
        groups.enumerated().map { index, group in
            var group = group
            group.number = first + index
            return group
        }
    }
}

import CallControl

/// Makes business hours of a FusionPBX time condition, a dialplan whose details are conditions and actions in groups.
struct TimeCondition {
    /// Of all time conditions (`app/time_conditions/app_config.php`).
    static let application = "4b821450-926b-175a-af93-a03c441818b1"

    /// Applications that take no call; what else a group does is where its calls go.
    private static let passing: Set<String> = [
        "answer", "event", "export", "hash", "info", "limit", "log", "multiset", "pre_answer", "ring_ready", "set", "set_user", "sleep", "unset",
        "verbose_events",
    ]

    let zones: ZoneFiles
    /// Of FreeSWITCH's machine, in which absolute times are written, and which counts where no zone is named.
    let serverZone: ZoneRules

    func hours(_ rows: SecretaryRows) -> ConfiguredHours {
        do {
            guard let details = try details(rows.condition) else { return .always }
            let zone = try zone(details, domain: rows.zoneName)
            return .hours(BusinessHours(schedule: try schedule(details), zone: zone))
        } catch {
            return .unknown(error)
        }
    }

    /// The rows that count; `nil` where no time condition is named.
    private func details(_ condition: SecretaryRows.Condition) throws(HoursProblem) -> [FusionPBXRow]? {
        switch condition.dialplan {
        case .none: return nil
        case .missing(let uuid): throw .missing("there is no time condition \(uuid) in the secretary's domain")
        case .unreadable(let text): throw .unreadable(text)
        case .row(let dialplan):
            let name = dialplan["dialplan_name"] ?? dialplan["dialplan_uuid"] ?? ""
            guard dialplan["app_uuid"]?.lowercased() == Self.application else { throw .missing("the dialplan \(name) is no time condition") }
            guard dialplan.flag("dialplan_enabled") ?? true else { throw .disabled("the time condition \(name)") }
            return condition.details.filter { $0.flag("dialplan_detail_enabled") ?? true }
        }
    }

    /// The inline `timezone`, else the domain's or the installation's, else the machine's.
    private func zone(_ details: [FusionPBXRow], domain: String?) throws(HoursProblem) -> ZoneRules {
        let inline = details.lazy.compactMap { Self.variable("timezone", $0) }.first
        guard let name = inline ?? domain else { return serverZone }
        guard let zone = zones.zone(named: name) else { throw .unreadable("there is no zone \(String(name.prefix(64)))") }
        return zone
    }

    private func schedule(_ details: [FusionPBXRow]) throws(HoursProblem) -> HoursSchedule {
        var groups: [HoursGroup] = []
        for row in details {
            guard let number = Self.number(row) else { throw .unreadable("a row's group is \(SecretaryValues.shown(row["dialplan_detail_group"] ?? ""))") }
            if groups.last?.number != number { groups.append(HoursGroup(number: number)) }
            try add(row, to: &groups[groups.count - 1])
        }
        let otherwise = groups.first { $0.number == HoursSchedule.otherwiseNumber }?.destination
        guard groups.contains(where: { $0.number < HoursSchedule.otherwiseNumber && $0.destination != nil }) else {
            throw .unreadable("the time condition has no group with a destination")
        }
        return HoursSchedule(groups: groups, otherwise: otherwise)
    }

    /// Its group; 0 where none is given.
    private static func number(_ row: FusionPBXRow) -> Int? {
        guard let text = row["dialplan_detail_group"]?.trimmedWhole, !text.isEmpty else { return 0 }
        // The column is numeric in some installations.
        return Int(text.prefix { $0 != "." }).flatMap { $0 >= 0 ? $0 : nil }
    }

    private func add(_ row: FusionPBXRow, to group: inout HoursGroup) throws(HoursProblem) {
        let type = row["dialplan_detail_type"]?.trimmedWhole ?? ""
        let data = row["dialplan_detail_data"] ?? ""
        switch row["dialplan_detail_tag"] {
        case "condition":
            // The dialplan's own number: whoever asks for these hours is taken to have dialled it.
            if type == "destination_number" || type.isEmpty { return }
            guard HoursRule.isTime(type) else { throw .unreadable("group \(group.number) asks for \(String(type.prefix(64))), which is not about the time") }
            guard let rule = HoursRule(type: type, data: data, absolute: serverZone.unixTime) else {
                throw .unreadable("group \(group.number): \(type) \(String(data.prefix(64)))")
            }
            group.rules.append(rule)
        case "action", "anti-action":
            if let name = Self.variable("preset", row) { group.holiday = name }
            if group.destination == nil, !type.isEmpty, !Self.passing.contains(type) { group.destination = HoursDestination(application: type, argument: data) }
        default: return
        }
    }

    /// The value of `set` `name=value`.
    private static func variable(_ name: String, _ row: FusionPBXRow) -> String? {
        guard row["dialplan_detail_tag"] == "action", row["dialplan_detail_type"] == "set", let data = row["dialplan_detail_data"] else { return nil }
        let halves = data.split(separator: "=", maxSplits: 1)
        guard halves.count == 2, halves[0].trimmed == name, !halves[1].trimmed.isEmpty else { return nil }
        return String(halves[1].trimmed)
    }
}

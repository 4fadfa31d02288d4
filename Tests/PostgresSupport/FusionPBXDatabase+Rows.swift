extension FusionPBXDatabase {
    /// Of all time conditions.
    public static let timeConditions = "4b821450-926b-175a-af93-a03c441818b1"

    /// The column that switches a row of the secretaries' tables on and off.
    public var enabledColumn: String { kind == .migrations ? "is_enabled" : "enabled" }

    /// - Parameter columns: further ones, each value as SQL.
    public func addSecretary(_ uuid: String, domain: String = example, name: String = "Recepção", _ columns: [String: String] = [:]) throws {
        let all = columns.merging(["voice_secretary_uuid": "'\(uuid)'", "domain_uuid": "'\(domain)'", "secretary_name": "'\(name)'"]) { own, _ in own }.sorted {
            $0.key < $1.key
        }
        try execute("INSERT INTO v_voice_secretaries (\(all.map(\.key).joined(separator: ", "))) VALUES (\(all.map(\.value).joined(separator: ", ")))")
    }

    public func addProvider(_ uuid: String, domain: String = example, name: String, type: String = "realtime", enabled: Bool = true) throws {
        try execute(
            """
            INSERT INTO v_voice_ai_providers (voice_ai_provider_uuid, domain_uuid, provider_type, provider_name, config, \(enabledColumn))
            VALUES ('\(uuid)', '\(domain)', '\(type)', '\(name)', '{"api_key": "s3cret"}', '\(enabled)')
            """)
    }

    /// One group of a time condition, as `time_condition_edit.php` writes its rows: the number dialled, the rules, the preset's name, the
    /// destination, each ten further on.
    public struct Group: Sendable {
        public var number: Int
        public var rules: [(type: String, data: String)]
        public var preset: String?
        public var destination: String

        public init(_ number: Int, _ rules: [(type: String, data: String)], preset: String? = nil, to destination: String) {
            (self.number, self.rules, self.preset, self.destination) = (number, rules, preset, destination)
        }
    }

    /// - Parameters:
    ///   - zone: written into the condition itself.
    ///   - application: that it is filed under.
    public func addTimeCondition(
        _ uuid: String, domain: String = example, zone: String? = nil, enabled: Bool = true, application: String = timeConditions, _ groups: [Group]
    ) throws {
        var rows = zone.map { [(0, 20, "action", "set", "timezone=\($0)", "null", "'true'")] } ?? []
        for group in groups {
            rows.append((group.number, 10, "condition", "destination_number", "^500$", "null", "null"))
            for rule in group.rules { rows.append((group.number, 10 * (rows.count + 1), "condition", rule.type, rule.data, "'never'", "null")) }
            if let preset = group.preset { rows.append((group.number, 10 * (rows.count + 1), "action", "set", "preset=\(preset)", "null", "'true'")) }
            rows.append((group.number, 10 * (rows.count + 1), "action", "transfer", group.destination, "null", "null"))
        }
        // The page's rows come in no order that a reader may rely on.
        let values = rows.reversed().map { row in
            "('\(domain)', '\(uuid)', '\(row.2)', '\(row.3)', '\(row.4)', \(row.5), \(row.6), \(row.0), \(row.1))"
        }
        try execute(
            """
            INSERT INTO v_dialplans (domain_uuid, dialplan_uuid, app_uuid, dialplan_context, dialplan_name, dialplan_number, dialplan_continue, dialplan_order, dialplan_enabled)
            VALUES ('\(domain)', '\(uuid)', '\(application)', 'example.com', 'horario_comercial', '500', 'false', 300, '\(enabled)');
            INSERT INTO v_dialplan_details (domain_uuid, dialplan_uuid, dialplan_detail_tag, dialplan_detail_type, dialplan_detail_data,
                dialplan_detail_break, dialplan_detail_inline, dialplan_detail_group, dialplan_detail_order)
            VALUES \(values.joined(separator: ",\n    "));
            """)
    }

    /// Weekdays from 8 to 18, Christmas, and what else is closed.
    public static let office = [
        Group(100, [("mon", "12"), ("mday", "25")], preset: "christmas", to: "300 XML example.com"),
        Group(500, [("wday", "2-6"), ("minute-of-day", "481-1080")], to: "200 XML example.com"), Group(999, [], to: "300 XML example.com"),
    ]
}

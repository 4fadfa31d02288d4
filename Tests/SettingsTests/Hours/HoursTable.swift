import CallControl
import Foundation
import Testing

@testable import Settings

/// `Tests/BusinessHours`: `hours-rules.tsv` and `hours-cases.tsv`.
enum HoursTable {
    struct Rules: CustomStringConvertible {
        var name: String
        var hours: ConfiguredHours
        var description: String { name }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var instant: String
        var expected: String
        var testDescription: String { "\(name) at \(instant): \(expected)" }
    }

    static let cases = lines("hours-cases.tsv").map { Case(name: $0[0], instant: $0[1], expected: $0[2]) }

    static func hours(named name: String) throws -> ConfiguredHours {
        let fields = try #require(lines("hours-rules.tsv").first { $0[0] == name }, "there are no rules \(name)")
        if fields[1] == "yaml" { return try yaml(fields[4], zone: fields[2]) }
        let zones = ZoneFiles()
        let condition = TimeCondition(zones: zones, serverZone: try #require(zones.zone(named: fields[3])))
        return condition.hours(rows(fields[4], zone: fields[2] == "-" ? nil : fields[2]))
    }

    private static func lines(_ file: String) -> [[String]] {
        let place = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../BusinessHours/\(file)").standardized
        let text = (try? String(contentsOf: place, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    private static func yaml(_ text: String, zone: String) throws -> ConfiguredHours {
        let parts = text.split(separator: " | ", omittingEmptySubsequences: false).map { $0.split(separator: "; ").map { "'\($0.trimmingPrefix(" "))'" } }
        let weekly = parts[0].filter { $0 != "''" }.joined(separator: ", ")
        let holidays = parts.count > 1 ? parts[1].joined(separator: ", ") : ""
        let hours = "{timezone: \(zone), weekly: [\(weekly)], holidays: [\(holidays)]}"
        let loaded = try settings(localProvider + "secretaries: {s: {handoff: {business_hours: \(hours)}}}")
        return try #require(loaded.secretaries["s"]).handoff.hours
    }

    /// A time condition's rows as FusionPBX's page writes them.
    private static func rows(_ groups: String, zone: String?) -> SecretaryRows {
        var details: [FusionPBXRow] = []
        if let zone { details.append(row(0, "action", "set", "timezone=\(zone)")) }
        for group in groups.split(separator: " | ") {
            let colon = group.firstIndex(of: ":") ?? group.endIndex
            let head = group[..<colon].split(separator: " ")
            let number = Int(head[0]) ?? -1
            details.append(row(number, "condition", "destination_number", "^500$"))
            let halves = group[colon...].dropFirst().split(separator: "->", omittingEmptySubsequences: false)
            for rule in halves[0].split(separator: ";") where !rule.allSatisfy(\.isWhitespace) {
                let words = rule.split(separator: " ", maxSplits: 1).map(String.init)
                details.append(row(number, "condition", words[0], words[1]))
            }
            if head.count > 1 { details.append(row(number, "action", "set", String(head[1]))) }
            let destination = halves[1].split(separator: " ", maxSplits: 1).map(String.init)
            details.append(row(number, "action", destination[0], destination[1]))
        }
        // The query orders them.
        details = details.enumerated().sorted {
            (Int($0.element["dialplan_detail_group"] ?? "") ?? 0, $0.offset) < (Int($1.element["dialplan_detail_group"] ?? "") ?? 0, $1.offset)
        }
        .map(\.element)
        let dialplan = FusionPBXRow(["app_uuid": TimeCondition.application, "dialplan_name": "horario_comercial", "dialplan_enabled": "true"])
        return SecretaryRows(
            tenant: TenantSettings(domainUUID: "d", domainName: "example.com"), secretary: FusionPBXRow([:]),
            condition: SecretaryRows.Condition(dialplan: .row(dialplan), details: details))
    }

    private static func row(_ group: Int, _ tag: String, _ type: String, _ data: String) -> FusionPBXRow {
        FusionPBXRow([
            "dialplan_detail_group": "\(group)", "dialplan_detail_tag": tag, "dialplan_detail_type": type, "dialplan_detail_data": data.trimmingSuffix(" "),
        ])
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}

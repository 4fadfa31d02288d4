import Foundation
import Testing

@testable import Settings

/// What is generated from the reading code: reference and example.
@Suite struct DocumentationTests {
    @Test func theReferenceHasARowForEachKey() {
        let rows = GatewaySettings.reference.split(separator: "\n").dropFirst(2)
        #expect(rows.count == SettingsSchema.entries.count)
        #expect(rows.count > 80)
        #expect(Set(rows).count == rows.count)
        // Cells are separated by bars; those within are escaped.
        for row in rows { #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 6, "\(row)") }
        #expect(
            rows.contains(
                "| `drain_deadline_seconds` | whole number, 0…86400 | `120` | `VOICE_GATEWAY_DRAIN_DEADLINE_SECONDS` | How long running calls may go on after a SIGTERM. |"
            ))
        #expect(rows.contains { $0.hasPrefix("| `providers.NAME.api_key_file` | path; or the secret itself in VOICE_GATEWAY_PROVIDERS_NAME_API_KEY |") })
    }

    @Test func theArticleHoldsTheReference() throws {
        let article = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/CallControl/Documentation.docc/Configuration.md")
        let rows = try String(contentsOf: article, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows == GatewaySettings.reference.split(separator: "\n"), "write it anew with `voice-gateway config reference`")
    }

    @Test func everyKeyIsExplained() {
        for entry in SettingsSchema.entries {
            #expect(entry.help.hasSuffix("."), "\(entry.key): \(entry.help)")
            #expect(!entry.type.isEmpty)
        }
        #expect(Set(SettingsSchema.entries.map(\.key)).count == SettingsSchema.entries.count)
    }

    @Test func theExampleIsSound() throws {
        let loaded = load(GatewaySettings.example)
        #expect(loaded.texts == [])
        let settings = try #require(loaded.settings)
        #expect(settings.secretaries["reception"]?.name == "Recepção")
        #expect(settings.tools.map(\.name) == ["end_call"])
    }

    @Test func theExamplesCommentsShowTheTrueDefaults() throws {
        // Take the comment sign from every setting that shows a value.
        let lines = GatewaySettings.example.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard let match = line.wholeMatch(of: /( *)#([a-z_]+: .+)/) else { return String(line) }
            return String(match.1 + match.2)
        }
        let loaded = load(lines.joined(separator: "\n"))
        #expect(loaded.errorTexts == [])
        #expect(loaded.settings == load(GatewaySettings.example).settings)
    }

    @Test func theExampleNamesEverySettingButThoseOfExperiments() {
        for entry in SettingsSchema.entries where entry.path.first != "experiments" {
            #expect(GatewaySettings.example.contains("\(entry.path.last ?? ""):"), "\(entry.key)")
        }
    }
}

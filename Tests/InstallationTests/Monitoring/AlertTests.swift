import CallControl
import Foundation
import Testing

@testable import Installation

/// The alerts, judged by the program that will read them; one at a time, for it takes seconds of a core.
@Suite(.serialized) struct AlertTests {
    private static let rules = AlertGroup.all.flatMap(\.rules)

    private func saved() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try InstallationFile.write(try PrometheusTemplate(targets: ["gw1:8085", "[::1]:8085"]).files(), to: folder.path, replacing: false)
        return folder
    }

    @Test func prometheusTakesThem() throws {
        let folder = try saved()
        // It reads the rules as well.
        let verdict = try Promtool.run(["check", "config", "\(folder.path)/prometheus.yml"])
        #expect(verdict.isGood && verdict.output.contains("SUCCESS: \(Self.rules.count) rules found"), "\(verdict.output)")
    }

    @Test(arguments: AlertScene.Pace.allCases) func eachFiresOnItsFailureAndStaysSilentOtherwise(_ pace: AlertScene.Pace) throws {
        let folder = try saved()
        let verdict = try Promtool.run(["test", "rules", "\(folder.path)/\(AlertText.testsName(of: pace))"])
        #expect(verdict.isGood, "\(verdict.output)")
    }

    @Test(arguments: rules.map(\.name)) func eachHasBothScenes(_ name: String) throws {
        let rule = try #require(Self.rules.first { $0.name == name })
        #expect(rule.scenes.contains { $0.firing != nil } && rule.scenes.contains { $0.firing == nil })
        #expect(!rule.summary.isEmpty && !rule.meaning.isEmpty && ".?".contains(rule.remedy.last ?? " "))
        // Who is called sees how much.
        #expect(rule.summary.contains("$value") == rule.scenes.contains { $0.firing?.value.isEmpty == false })
    }

    @Test func namesAreGivenOnce() {
        let names = Self.rules.map(\.name)
        #expect(Set(names).count == names.count && names.allSatisfy { $0.hasPrefix("VoiceGateway") })
    }

    /// The scenes are really played: with another hold, threshold or severity one of them fails.
    @Test(arguments: [("for: 2m", "for: 0m"), ("> 0.05", "> 0.5"), (">= 5", ">= 1"), ("> 5\n", "> 1\n"), ("critical", "warning")])
    func whatIsChangedIsNoticed(_ found: String, _ replacement: String) throws {
        let (folder, name) = (try TemporaryFolder(), AlertText.testsName(of: .minutes))
        let rules = AlertText.rules([.calls])
        try folder.write(AlertText.rulesName, rules)
        let file = try folder.write(name, AlertText.tests([.calls], at: .minutes))
        #expect(try Promtool.run(["test", "rules", file]).isGood)
        try folder.write(AlertText.rulesName, rules.replacing(found, with: replacement))
        let verdict = try Promtool.run(["test", "rules", file])
        #expect(rules.contains(found) && !verdict.isGood && verdict.output.contains("FAILED"), "\(verdict.output)")
    }

    @Test(arguments: ["", "gw1", "gw1:0", "gw1:65536", "http://gw1:8085", "gw1:8085/metrics", "a b:1", "gw1:1\nx: y"])
    func aTargetIsAHostAndAPort(_ target: String) {
        #expect(throws: TemplateRefusal.self) { _ = try PrometheusTemplate(targets: [target]).files() }
    }

    /// The article's table is theirs.
    @Test func theArticleListsThem() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/CallControl/Documentation.docc/Metrics.md")
        let article = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        let table = Self.rules.map { "| `\($0.name)` | \($0.severity.rawValue) | \($0.meaning) |\n" }.joined()
        let isListed = article.contains("| alert | severity | fires when |\n|---|---|---|\n" + table)
        #expect(isListed, "it should be:\n\(table)")
    }
}

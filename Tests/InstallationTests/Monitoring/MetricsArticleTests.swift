import CallControl
import Foundation
import Settings
import Testing

@testable import Gateway

/// Metrics.md is held against what a gateway tells in which everything has happened.
@Suite struct MetricsArticleTests {
    private let exposition: GatewayExposition
    private let article: String

    init() throws {
        exposition = try GatewayExposition()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/CallControl/Documentation.docc/Metrics.md")
        article = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    }

    private struct Row {
        var name: String
        var family: GatewayExposition.Family
        var meaning: String
    }

    private var rows: [Row] {
        article.matches(of: #/\n\| `(\w+)` \| (counter|gauge|histogram) \| ([^|]*) \| ([^|]*) \|/#).map { row in
            let labels = row.3 == "–" ? [] : row.3.split(separator: ", ").map(String.init)
            return Row(name: String(row.1), family: .init(type: String(row.2), labels: Set(labels)), meaning: String(row.4))
        }
    }

    @Test func theTableHasEachMetricWithItsTypeAndLabels() {
        let rows = rows
        #expect(Set(rows.map(\.name)).count == rows.count, "a metric stands there twice")
        for row in rows {
            #expect(exposition.families[row.name] == row.family, "\(row.name)")
            #expect(row.meaning.count > 0)
        }
        #expect(Set(exposition.families.keys).subtracting(rows.map(\.name)).isEmpty, "not in the table")
    }

    /// Sets that grow by a case grow in the article too.
    @Test(arguments: [
        ("voice_gateway_calls_refused_total", "reason"), ("voice_gateway_turns_total", "outcome"), ("voice_gateway_provider_failures_total", "class"),
        ("voice_gateway_tokens_total", "kind"), ("voice_handoff_total", "outcome"), ("voice_gateway_omniplay_requests_total", "outcome"),
        ("voice_gateway_omniplay_requests_total", "request"), ("voice_gateway_recordings_total", "outcome"),
        ("voice_gateway_recording_uploads_total", "outcome"), ("voice_gateway_recording_lost_seconds_total", "reason"),
        ("voice_gateway_secretary_lookups_total", "outcome"), ("voice_gateway_unknown_schedules_total", "problem"),
        ("voice_gateway_config_reloads_total", "outcome"), ("voice_gateway_orphaned_calls_total", "outcome"),
    ]) func theTableNamesEachValue(_ name: String, _ label: String) throws {
        let row = try #require(rows.first { $0.name == name })
        let values = try #require(exposition.metrics[name]?[label])
        for value in values { #expect(row.meaning.contains("`\(value)`"), "\(name): \(value)") }
    }

    /// The promise about numbers of series, worked out anew.
    @Test func thereAreNoMoreSeriesThanItSays() throws {
        let promise = try #require(
            article.replacing("\n", with: " ").firstMatch(
                of: #/at most (\d+) series, (\d+) more for each provider and arm that calls have had, (\d+) for each loop, and one for each FreeSWITCH and arm/#
            ))
        let (fixed, source, loop) = (try #require(Int(promise.1)), try #require(Int(promise.2)), try #require(Int(promise.3)))
        let three = try GatewayExposition(of: ["a", "b", "c"].map { MetricSource(provider: $0, arm: "voices/\($0)") })
        let each = (three.series - exposition.series) / 2
        #expect(each <= source, "\(each) for each provider and arm")
        let loops = exposition.metrics.filter { $0.value.keys.contains("loop") }.count
        #expect(loops == loop)
        // One loop, one FreeSWITCH, two arms.
        let others = exposition.series - each - loops - 3
        #expect(others <= fixed, "\(others) whatever the configuration")
    }

    @Test func prometheusFindsNothingWrongWithAnyMetric() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("metrics.txt", exposition.text)
        let verdict = try Promtool.run(["check", "metrics"], input: file)
        #expect(verdict.isGood && verdict.output.isEmpty, "\(verdict.output)")
    }
}

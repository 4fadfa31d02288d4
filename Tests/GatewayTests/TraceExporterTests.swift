import CallControl
import Foundation
import Logging
import Settings
import Telemetry
import Testing
import Transport
import WireProtocols

@testable import Gateway

/// Traces on their way to a collector that is not ours, over real HTTP; `CallTraceTests` holds what they say against OpenTelemetry's own schema.
@Suite(.serialized) struct TraceExporterTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    private let registry = MetricRegistry()
    private let http = HTTPClient()

    private struct Collector {
        let run: CommandRun
        let port: String

        init(_ statuses: String...) throws {
            run = try CommandRun(
                executable: "/usr/bin/python3", ["-B", TraceExporterTests.tests.appending(path: "Interop/otlp_collector.py").path, "FOLDER"] + statuses)
            let deadline = Date().addingTimeInterval(20)
            while (try? run.data("port")) == nil, Date() < deadline { usleep(20_000) }
            port = String(decoding: try run.data("port"), as: UTF8.self)
        }

        /// What was answered to how many spans.
        var answers: [String] {
            let lines = ((try? run.data("bodies.jsonl")) ?? Data()).split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
            return lines.map { "\($0.prefix(3)): \($0.components(separatedBy: "\"spanId\"").count - 1) spans" }
        }

        func stop() {
            run.interrupt()
            _ = run.end(within: 10)
            run.remove()
        }
    }

    private func exporter(_ port: String, share: Double = 1) throws -> TraceExporter {
        let yaml = "tracing: {endpoint: 'http://127.0.0.1:\(port)/v1/traces', sample_ratio: \(share)}"
        let loaded = GatewaySettings.load(
            text: yaml, file: "test.yaml", environment: ["VOICE_GATEWAY_TRACING_AUTHORIZATION": "Basic b3A6c2VjcmV0"]
        ) { _ in "" }
        let settings = try #require(loaded.settings, "\(loaded.problems)")
        return try #require(
            TraceExporter(
                settings.tracing, http: http, metrics: registry, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, pause: .milliseconds(50)))
    }

    private func record(_ call: String) throws -> CallRecord {
        let file = Self.tests.appending(path: "WireProtocolsTests/OpenTelemetry/call.json")
        var record = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: file))
        record.call_uuid = call
        return record
    }

    private func wait(for line: String) -> Bool {
        let deadline = Date().addingTimeInterval(20)
        while !registry.text.contains(line + "\n"), Date() < deadline { usleep(20_000) }
        return registry.text.contains(line + "\n")
    }

    @Test func callsAreSentTogetherAndAgainWhenRefused() throws {
        let collector = try Collector("503", "503")
        defer { collector.stop() }
        let exporter = try exporter(collector.port)
        for number in 0..<3 { exporter.add(try record("call \(number)")) }
        #expect(wait(for: "voice_gateway_traces_exported_total 3"), "\(registry.text)")
        #expect(collector.answers == ["503: 42 spans", "503: 42 spans", "200: 42 spans"], "\(collector.answers)")
        #expect(registry.text.contains("voice_gateway_traces_dropped_total 0\n"))
    }

    @Test func whatIsRefusedThriceIsDroppedAndTheNextGoesOn() throws {
        let collector = try Collector("500", "500", "500")
        defer { collector.stop() }
        let exporter = try exporter(collector.port)
        exporter.add(try record("lost"))
        #expect(wait(for: "voice_gateway_traces_dropped_total 1"), "\(registry.text)")
        exporter.add(try record("next"))
        #expect(wait(for: "voice_gateway_traces_exported_total 1"), "\(registry.text) \(collector.answers)")
    }

    @Test func anAbsentCollectorCostsNothingButTheTraces() throws {
        let exporter = try exporter("9")
        for number in 0..<2_100 { exporter.add(try record("call \(number)")) }
        exporter.stop()
        let dropped = try #require(registry.text.firstMatch(of: #/voice_gateway_traces_dropped_total (\d+)/#)?.output.1)
        #expect(Int(dropped) ?? 0 >= 100, "\(dropped)")
    }

    @Test func whatWaitsAtTheEndIsStillSentAndNoMoreThanTheShare() throws {
        let collector = try Collector()
        defer { collector.stop() }
        let exporter = try exporter(collector.port, share: 0.5)
        for number in 0..<200 { exporter.add(try record("call \(number)")) }
        exporter.stop()
        let exported = try #require(registry.text.firstMatch(of: #/voice_gateway_traces_exported_total (\d+)/#)?.output.1)
        #expect((70...130).contains(Int(exported) ?? 0), "\(exported)")
    }

    @Test func whatComesAfterTheEndIsDroppedAndCounted() throws {
        let collector = try Collector()
        defer { collector.stop() }
        let exporter = try exporter(collector.port, share: 1)
        exporter.stop()
        exporter.add(try record("late"))
        #expect(wait(for: "voice_gateway_traces_dropped_total 1"))
    }
}

import CallControl
import Foundation
import Simulation
import Testing
import Transport

@testable import Gateway

/// Whatever strangers, callers and providers make up, no label takes its value from it, and the scrape grows no further.
@Suite(.serialized) struct HostileLabelsTests {
    private func harness() throws -> GatewayHarness {
        var emulation = CallTests.short
        emulation.faults = [try #require(FaultRule("malformed:type"))]
        return try GatewayHarness(
            emulation: emulation, secretary: "{greeting_message: ''}",
            extra: "limits: {max_calls: 3}\nexperiments: {voices: {arms: {a: {}, b: {voice: marin}}}}")
    }

    private func series(_ harness: GatewayHarness) -> Set<String> {
        Set(harness.gateway.metricsText.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != " " }) })
    }

    /// Streams that are refused, each in its own way.
    private func knock(_ harness: GatewayHarness, _ round: Int, on line: RawStream.Line) throws {
        for path in [
            "/evil\(round)", "/stream/evil\(round)", "/stream/evil\(round)/evil%20call", "/stream/test/evil-\(round)?provider=evil\(round)",
            "/stream/test/evil-\(round)?format=evil\(round)", "/stream/test/evil-\(round)?rate=\(round)",
        ] {
            let stream = try RawStream(harness.url + path, on: line)
            #expect(stream.waitForClose()?.closure?.code == 1_008, "\(path)")
        }
        #expect(harness.wait { harness.gateway.callCount == 0 })
    }

    @Test func strangersAddNoSeries() throws {
        let (harness, line) = (try harness(), RawStream.Line())
        defer {
            line.stop()
            harness.stop()
        }
        try knock(harness, 1, on: line)
        let before = series(harness)
        for round in 2...30 { try knock(harness, round, on: line) }
        #expect(series(harness) == before)
        #expect(!harness.gateway.metricsText.contains("evil"))
    }

    /// Calls of unknown secretaries, from many numbers, with metadata of their own; and one in full with events that nobody knows.
    @Test func callersAndProvidersAddNone() throws {
        let (harness, line) = (try harness(), RawStream.Line())
        defer {
            line.stop()
            harness.stop()
        }
        for round in 1...40 {
            let stream = try RawStream(harness.url + "/stream/evil-\(round)/evil-call-\(round)/%2B55119999988\(round + 10)?evil\(round)=evil", on: line)
            for text in [
                #"{"type":"evil\#(round)"}"#, #"{"type":"metadata","caller_name":"evil","variables":{"evil\#(round)":"evil"}}"#,
                #"{"type":"dtmf","digit":"evil"}"#, "evil",
            ] { stream.send(.text, Array(text.utf8)) }
            stream.send(.binary, [UInt8](repeating: 0, count: 320))
            stream.close()
            _ = stream.waitForClose()
            _ = try harness.record("evil-call-\(round)")
        }
        let result = try #require(try harness.run(.plain(["pt-sim"])).first)
        #expect((try harness.record(result.call_uuid).counters["unrecognised_events"] ?? 0) > 0)
        let text = harness.gateway.metricsText
        #expect(text.contains("voice_gateway_provider_unrecognised_events_total{"))
        #expect(!text.contains("evil") && !text.contains("5511") && !text.contains("call-"), "\(text)")
        for pair in text.matches(of: #/(\w+)="([^"]*)"/#) where pair.1 != "le" { #expect(Self.isBounded(String(pair.1), String(pair.2)), "\(pair.0)") }
    }

    private static func isBounded(_ label: String, _ value: String) -> Bool {
        switch label {
        case "provider": value == "local"
        case "arm": ["voices/a", "voices/b"].contains(value)
        case "loop": value == "0"
        case "version": value == Gateway.version
        case "reason": CallEnd(rawValue: value) != nil || RefusalReason(rawValue: value) != nil
        case "outcome": TurnLatency.Outcome(rawValue: value) != nil || ConfigReload(rawValue: value) != nil
        case "class": AgentFailure.Class(rawValue: value) != nil
        case "problem": ["missing", "disabled", "unreadable"].contains(value)
        case "kind": value.wholeMatch(of: #/(input|output|cached)(_text|_audio)?/#) != nil
        default: false
        }
    }
}

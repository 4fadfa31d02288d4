import CallControl
import Foundation
import Testing
import WireProtocols

@Suite struct CallTraceTests {
    /// A call with two turns and a handoff, as the gateway keeps it.
    private static func record(_ change: (inout CallRecord) -> Void = { _ in }) throws -> CallRecord {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "call.json")
        var record = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: file))
        change(&record)
        return record
    }

    @Test func eachTurnsPartsFillIt() throws {
        let trace = CallTrace(try Self.record())
        let root = try #require(trace.spans.first)
        #expect(root.name == "call" && root.parent == nil && root.end - root.start == 27_359_000_000 && root.failure == nil)
        let turns = trace.spans.filter { $0.name == "turn" }
        #expect(turns.count == 2 && turns.allSatisfy { $0.parent == root.id })
        for turn in turns {
            let parts = trace.spans.filter { $0.parent == turn.id }
            #expect(parts.map(\.name) == ["endpointing", "thinking", "leading_silence", "gateway_down"])
            #expect(parts.first?.start == turn.start && abs((parts.last?.end ?? 0) - turn.end) < 1_000_000, "\(parts) \(turn)")
            for (part, next) in zip(parts, parts.dropFirst()) { #expect(part.end == next.start) }
        }
        let handoff = try #require(trace.spans.first { $0.name == "handoff" })
        #expect(handoff.events.map(\.name) == ["wanted", "hours", "attendants", "say", "said", "transfer", "transfer_ended"])
        #expect(Set(trace.spans.map(\.id)).count == trace.spans.count)
    }

    @Test func theCallsUUIDIsTheTraces() throws {
        let id = CallTrace(try Self.record()).id
        #expect((String(id.high, radix: 16), String(id.low, radix: 16)) == ("2fc346f0d5c547bf", "8cee336506a83b21"))
        let other = CallTrace(try Self.record { $0.call_uuid = "call 7" })
        let again = CallTrace(try Self.record { $0.call_uuid = "call 7" })
        #expect(other.id != id && other.id.low != 0 && again == other)
    }

    @Test func nobodysWordsOrNumbersLeave() throws {
        let text = String(decoding: TraceExport.body([CallTrace(try Self.record())], service: "s", version: "1"), as: UTF8.self)
        for secret in ["5511999998888", "atendente humano", "saldo", "200@example.org"] { #expect(!text.contains(secret)) }
    }

    @Test func whatFailsIsMarked() throws {
        let failed = CallTrace(
            try Self.record {
                ($0.status, $0.end_reason) = ("failed", "provider_failed")
                $0.latency[1].outcome = "unanswered"
                $0.latency[1].voice_to_voice_ms = nil
                $0.latency[1].thinking_ms = .infinity
            })
        #expect(failed.spans[0].failure == "provider_failed" && failed.spans.filter { $0.failure != nil }.count == 2)
    }

    @Test func theShareIsKeptWhateverTheUUIDs() throws {
        var record = try Self.record()
        var sampled = 0
        for _ in 0..<4_000 {
            record.call_uuid = UUID().uuidString.lowercased()
            if CallTrace(record).isSampled(share: 0.25) { sampled += 1 }
        }
        #expect((900...1_100).contains(sampled))
        #expect(CallTrace(record).isSampled(share: 1) && !CallTrace(record).isSampled(share: 0))
    }

    /// OpenTelemetry's own message definitions read what we send.
    @Test func openTelemetrysOwnSchemaTakesThem() throws {
        let body = TraceExport.body(
            [CallTrace(try Self.record()), CallTrace(try Self.record { ($0.status, $0.call_uuid) = ("failed", "call 7") })], service: "gateway-1",
            version: "1.2")
        let verdict = try Validator.traces.judge([String(decoding: body, as: UTF8.self)])
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(verdict.output.contains("28 spans, 2 traces, 0 problems"), "\(verdict.output)")
        let broken = String(decoding: body, as: UTF8.self).replacing("startTimeUnixNano", with: "startTime")
        #expect(try Validator.traces.judge([broken]).status != 0)
    }
}

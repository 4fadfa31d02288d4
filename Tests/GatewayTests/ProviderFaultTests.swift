import CallControl
import Foundation
import Simulation
import Testing

/// What becomes of a call when its provider misbehaves.
@Suite(.serialized) struct ProviderFaultTests {
    private func call(
        _ faults: [String], provider: String = "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime', ready_timeout_ms: 1500, answer_timeout_ms: 2500}"
    )
        throws -> (CallerResult, CallRecord)
    {
        var emulation = CallTests.short
        emulation.faults = try faults.map { try #require(FaultRule($0)) }
        let harness = try GatewayHarness(emulation: emulation, dialect: provider)
        defer { harness.stop() }
        let result = try #require(try harness.run(.plain(["pt-saldo"])).first)
        return (result, try harness.record(result.call_uuid))
    }

    @Test func aRefusedConnectIsTriedOnceMore() throws {
        let (_, record) = try call(["refuse:503@1"])
        #expect(record.status == "completed" && record.turns == 1)
    }

    @Test(arguments: [("refuse:503", "provider_unreachable"), ("refuse:401", "provider_unreachable"), ("never-ready", "provider_silent")])
    func aProviderThatCannotBeReachedEndsTheCallWithAReason(_ fault: String, _ reason: String) throws {
        let (result, record) = try call([fault])
        #expect(record.end_reason == reason && record.status == "failed")
        #expect(result.close_code == 1_011 && result.close_reason.hasPrefix(reason), "\(result.close_reason)")
    }

    @Test func anotherFormatThanAskedForIsRefusedWithBothNamed() throws {
        let (result, record) = try call(["wrong-format"])
        #expect(record.end_reason == "format_mismatch")
        let detail = try #require(record.detail)
        #expect(detail.contains("asked for pcmu/8000") && detail.contains("confirmed "), "\(detail)")
        #expect(result.close_reason.contains("pcmu/8000"))
    }

    @Test(arguments: ["drop:mid-sentence", "close:1011:1500"]) func aProviderThatGoesAwayEndsTheCallCleanly(_ fault: String) throws {
        let (result, record) = try call([fault])
        #expect(record.end_reason == "provider_failed", "\(record.end_reason)")
        #expect(result.closed_by == "gateway" && result.close_code == 1_011)
    }

    /// A provider that says nothing at all can't be told from one that heard nothing; the idle watchdog ends such a call.
    @Test func aProviderThatFallsSilentIsNoticed() throws {
        var emulation = CallTests.short
        emulation.faults = [try #require(FaultRule("stall:3500"))]
        let harness = try GatewayHarness(emulation: emulation, secretary: "{idle_timeout_seconds: 5}")
        defer { harness.stop() }
        let scenario = CallScenario(turns: [.init(.reply(pause: .zero), say: "pt-saldo")], patience: .seconds(40))
        let result = try #require(try harness.run(scenario).first)
        #expect(["idle", "provider_silent"].contains(try harness.record(result.call_uuid).end_reason))
        #expect(result.closed_by == "gateway")
    }

    @Test(arguments: ["malformed:json", "malformed:base64", "malformed:type", "malformed:odd", "late-audio", "late-transcripts", "errors"])
    func nonsenseIsCountedAndTheCallGoesOn(_ fault: String) throws {
        let (_, record) = try call([fault])
        #expect(record.status == "completed" && record.turns == 1, "\(fault): \(record.end_reason) \(record.detail ?? "")")
        switch fault {
        case "malformed:json", "malformed:base64": #expect((record.counters["malformed_events"] ?? 0) > 0)
        case "malformed:type": #expect((record.counters["unrecognised_events"] ?? 0) > 0)
        default: break
        }
    }
}

import CallControl
import Foundation
import Testing
import TestSupport

@Suite struct CallRecordTests {
    private func json(_ record: CallRecord) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }

    private func context() -> CallRecord.Context {
        CallRecord.Context(
            callID: CallID("u-1"), callerID: "+5511999998888", secretary: "s-1", provider: "p", model: "m", language: "pt-BR",
            startedAtUnixMilliseconds: 1_700_000_000_000)
    }

    @Test func holdsEveryFieldOfACall() throws {
        var call = ScriptedCall.talking()
        call.put(.stream(.metadata(["plan": "gold"])))
        call.uplink(paused: true)
        call.pass(milliseconds: 20)
        call.uplink(paused: false)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: ItemID(1)))
        call.callerSpeaks(for: .milliseconds(20))
        call.event(.callerStoppedSpeaking(audioPosition: .milliseconds(20), item: ItemID(1)))
        call.event(.transcript(TranscriptUpdate(.caller, ItemID(1), .final("oi"))))
        call.event(.responseStarted(ResponseID(1)))
        call.event(.transcript(TranscriptUpdate(.agent, ItemID(2), response: ResponseID(1), .final("olá, tudo bem?"))))
        call.pass(milliseconds: 500)
        call.agentSays(1, milliseconds: 400)
        var usage = AgentUsage()
        usage.inputAudioTokens = 5
        call.event(.usage(usage))
        call.pass(milliseconds: 100)
        call.event(.callerStartedSpeaking(audioPosition: nil, item: ItemID(3)))
        call.put(.streamClosed(.callerHungUp))
        var context = context()
        context.formats = ["leg": "l16/8000"]
        context.counters = ["frames_received": 9]
        context.readyAfter = .milliseconds(300)
        (context.companyID, context.providerKind, context.recordingURL) = (1, "openai_realtime", "https://r/1")
        context.gatewayUp.record(nanoseconds: 1_000_000)
        context.interruption.record(nanoseconds: 2_000_000)
        let text = try json(CallRecord(call.session, context, at: call.now))
        #expect(text == Self.full)
    }

    @Test func tellsWhetherTheAgentFailedItsCaller() {
        func failure(_ script: (inout ScriptedCall) -> Void) -> String? {
            var call = ScriptedCall.talking()
            script(&call)
            return CallRecord(call.session, context(), at: call.now).agentFailure
        }
        #expect(failure { $0.put(.streamClosed(.callerHungUp)) } == nil)
        // FreeSWITCH's own troubles are nobody's but its.
        for end in [CallEnd.streamLost, .streamFormat, .streamBacklog] { #expect(failure { $0.put(.end(end)) } == nil) }
        #expect(failure { $0.put(.end(.providerBacklog)) } == "provider_backlog")
        #expect(
            failure {
                $0.callerSpeaks(for: .seconds(2))
                $0.pass(.seconds(10))
                $0.put(.streamClosed(.callerHungUp))
            } == "unanswered")
    }

    @Test func writesNullForWhatIsUnknown() throws {
        let call = ScriptedCall()
        var context = context()
        (context.callerID, context.model) = (nil, nil)
        let record = CallRecord(call.session, context, at: call.now)
        let text = try json(record)
        #expect(text == Self.empty)
        #expect(try JSONDecoder().decode(CallRecord.self, from: Data(text.utf8)) == record)
    }

    @Test func readsARecordThatLeavesUnknownValuesOut() throws {
        let call = ScriptedCall()
        let record = CallRecord(call.session, context(), at: call.now)
        let shorter = try json(record).replacing(#""detail":null,"#, with: "")
        #expect(try JSONDecoder().decode(CallRecord.self, from: Data(shorter.utf8)) == record)
    }

    private static let full =
        #"{"arm":null,"arm_shares":null,"avg_latency_ms":null,"call_uuid":"u-1","caller_id":"+5511999998888","company_id":1,"contact_id":null,"conversation_id":"conv","cost":null,"cost_as_of":null,"cost_currency":null,"counters":{"dropped_samples":0,"#
        + #""frames_played":6,"frames_received":9,"interruptions":1,"provider_failures":0,"stale_samples":0,"tool_calls":0,"#
        + #""transcript_refused":0,"underflows":0,"unrecognised_events":0},"detail":null,"duration_seconds":1,"end_reason":"caller_hung_up","ended_at":1700000000640,"experiment":null,"experiment_unit":null,"#
        + #""formats":{"leg":"l16/8000"},"gateway_up":{"count":1,"max_ms":1,"mean_ms":1,"p50_ms":1,"p99_ms":1},"handoff":null,"handoff_reason":null,"interruption":{"count":1,"#
        + #""max_ms":2,"mean_ms":2,"p50_ms":2,"p99_ms":2},"language":"pt-BR","latency":[{"endpointing_ms":0,"gateway_down_ms":0,"#
        + #""leading_silence_ms":0,"outcome":"interrupted","provider_audio_end_ms":20,"thinking_ms":500,"timestamp":1700000000040,"turn":1,"#
        + #""voice_to_voice_ms":500}],"latency_summary":{"greeting_ms":null,"max_ms":null,"outcomes":{"interrupted":1},"p50_ms":null,"#
        + #""p95_ms":null,"p99_ms":null,"ready_ms":300},"metadata":{"plan":"gold"},"model":"m","provider":"p","provider_kind":"openai_realtime","recording_url":"https://r/1","secretary_uuid":"s-1","#
        + #""started_at":1700000000000,"status":"completed","summary":null,"ticket_id":null,"transcript":[{"interrupted":false,"role":"user","text":"oi","#
        + #""timestamp":1700000000020},{"interrupted":true,"role":"assistant","text":"olá, tudo bem?","timestamp":1700000000040}],"turns":1,"#
        + #""usage":{"cached_audio_tokens":null,"cached_text_tokens":null,"cached_tokens":null,"input_audio_tokens":5,"input_text_tokens":null,"output_audio_tokens":null,"#
        + #""output_text_tokens":null},"voice_conversation_id":null}"#
    private static let empty =
        #"{"arm":null,"arm_shares":null,"avg_latency_ms":null,"call_uuid":"u-1","caller_id":null,"company_id":null,"contact_id":null,"conversation_id":null,"cost":null,"cost_as_of":null,"cost_currency":null,"counters":{"dropped_samples":0,"#
        + #""frames_played":0,"interruptions":0,"provider_failures":0,"stale_samples":0,"tool_calls":0,"transcript_refused":0,"underflows":0,"#
        + #""unrecognised_events":0},"detail":null,"duration_seconds":0,"end_reason":"","ended_at":null,"experiment":null,"experiment_unit":null,"formats":{},"gateway_up":null,"handoff":null,"handoff_reason":null,"interruption":null,"#
        + #""language":"pt-BR","latency":[],"latency_summary":{"greeting_ms":null,"max_ms":null,"outcomes":{},"p50_ms":null,"p95_ms":null,"#
        + #""p99_ms":null,"ready_ms":null},"metadata":{},"model":null,"provider":"p","provider_kind":null,"recording_url":null,"secretary_uuid":"s-1","started_at":1700000000000,"#
        + #""status":"pending","summary":null,"ticket_id":null,"transcript":[],"turns":0,"usage":{},"voice_conversation_id":null}"#
}

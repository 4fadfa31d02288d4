@testable import CallControl
import Testing
import TestSupport

private let started = AgentEvent.callerStartedSpeaking(audioPosition: nil, item: nil)
private let stopped = AgentEvent.callerStoppedSpeaking(audioPosition: .milliseconds(1_700), item: nil)

@Suite struct LatencyTrackerTests {
    /// The caller speaks for a second; the provider decides 500 ms later.
    private func asked(_ policy: PlayoutPolicy = .plain) -> ScriptedCall {
        var call = ScriptedCall.talking(.scripted(policy))
        call.callerSpeaks(for: .milliseconds(200))
        call.event(started)
        call.callerSpeaks(for: .milliseconds(800))
        call.pass(milliseconds: 500)
        call.event(stopped)
        return call
    }

    @Test func measuresEverySpanOfAProviderThatTellsTheEndOfSpeech() throws {
        var call = asked()
        call.pass(milliseconds: 330)
        call.event(.responseStarted(ResponseID(1)))
        call.agentSays(1, milliseconds: 900)
        let turn = try #require(call.turns.first)
        #expect(call.turns.count == 1 && turn.outcome == .answered)
        #expect(abs(turn.endOfSpeech - (ScriptedCall.start + .seconds(1))) < .milliseconds(1))
        #expect(close(turn.voiceToVoice, 830))
        #expect(close(turn.endpointing, 500))
        #expect(turn.thinking == .milliseconds(330))
        #expect(turn.leadingSilence == .zero)
        #expect(turn.gatewayDown == .zero)
        #expect(turn.providerAudioEnd == .milliseconds(1_700))
        #expect(call.reports.contains(.turn(turn)))
    }

    @Test func leadingSilenceIsTheAgentsWithoutALead() throws {
        var call = asked()
        call.pass(milliseconds: 300)
        call.agentSays(1, milliseconds: 900, silence: 200)
        #expect(call.turns.isEmpty)
        call.pass(milliseconds: 300)
        let turn = try #require(call.turns.first)
        #expect(close(turn.voiceToVoice, 1_000))
        #expect(turn.leadingSilence == .milliseconds(200))
        #expect(turn.gatewayDown == .zero)
    }

    @Test func leadingSilenceWithinTheLeadCostsNoTimeAtTheSocket() throws {
        var call = asked(.longWarmup)
        call.pass(milliseconds: 300)
        call.agentSays(1, milliseconds: 900, silence: 200)
        let turn = try #require(call.turns.first)
        #expect(close(turn.voiceToVoice, 800))
        #expect(turn.leadingSilence == .milliseconds(200))
        #expect(turn.gatewayDown == .zero)
    }

    @Test func theTranscriptDecidesWhereItComesFirst() throws {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 400)
        call.event(.transcript(TranscriptUpdate(.caller, ItemID(1), .final("hello"))))
        call.pass(milliseconds: 200)
        call.agentSays(1, milliseconds: 500)
        let turn = try #require(call.turns.first)
        #expect(close(turn.endpointing, 400) && turn.thinking == .milliseconds(200) && close(turn.voiceToVoice, 600))
    }

    @Test func theFirstAudioDecidesWhereItComesFirst() throws {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 600)
        call.agentSays(1, milliseconds: 500)
        call.event(.transcript(TranscriptUpdate(.caller, ItemID(1), .final("hello"))))
        call.pass(.seconds(3))
        let turn = try #require(call.turns.first)
        #expect(call.turns.count == 1)
        #expect(close(turn.endpointing, 600) && turn.thinking == .zero && close(turn.voiceToVoice, 600))
    }

    @Test func aSecondTranscriptBeforeTheAnswerMovesTheEnd() throws {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 300)
        call.event(.transcript(TranscriptUpdate(.caller, ItemID(1), .final("I would"))))
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 300)
        call.event(.transcript(TranscriptUpdate(.caller, ItemID(2), .final("like a table"))))
        call.pass(milliseconds: 200)
        call.agentSays(1, milliseconds: 500)
        #expect(call.turns.count == 1)
        #expect(close(call.turns[0].voiceToVoice, 500))
    }

    @Test(arguments: [1, 5, 9])
    func jitterDoesNotMoveTheEndOfSpeech(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let delays = (0..<2_000).map { _ in Int.random(in: 0...60, using: &random) }
        var call = ScriptedCall.talking()
        // Two frames are held up for long: one in the silence before, the last one of the speech.
        call.uplinkDelay = { frame in .milliseconds(frame == 20 || frame == 100 ? 400 : frame == 1 ? 0 : delays[frame]) }
        call.pass(.seconds(1))
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 600)
        call.event(stopped)
        call.pass(milliseconds: 200)
        call.agentSays(1, milliseconds: 500)
        let turn = try #require(call.turns.first)
        #expect(close(turn.voiceToVoice, 800))
    }

    @Test func anUplinkPauseMovesTheTimelineAlong() throws {
        var call = ScriptedCall.talking()
        call.callerSpeaks(for: .seconds(1))
        call.uplink(paused: true)
        call.pass(.seconds(3))
        call.uplink(paused: false)
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 500)
        call.event(stopped)
        call.pass(milliseconds: 100)
        call.agentSays(1, milliseconds: 500)
        #expect(close(try #require(call.turns.first).voiceToVoice, 600))
    }

    @Test func speechBeforeAPauseKeepsItsMoment() throws {
        var call = ScriptedCall.talking()
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 100)
        call.uplink(paused: true)
        call.pass(milliseconds: 400)
        call.uplink(paused: false)
        call.pass(milliseconds: 200)
        call.event(stopped)
        call.pass(milliseconds: 100)
        call.agentSays(1, milliseconds: 500)
        #expect(close(try #require(call.turns.first).voiceToVoice, 800))
    }

    @Test func aRestartedStreamKeepsTheEndOfSpeech() throws {
        var call = asked()
        call.put(.streamReplaced)
        call.pass(milliseconds: 100)
        call.agentSays(1, milliseconds: 500)
        #expect(close(try #require(call.turns.first).voiceToVoice, 600))
    }

    @Test func aPauseForBreathCountsOnce() throws {
        var call = asked()
        call.event(.responseStarted(ResponseID(1)))
        call.pass(milliseconds: 200)
        call.event(started)
        call.event(.responseEnded(ResponseID(1), .cancelled))
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 500)
        call.event(stopped)
        call.pass(milliseconds: 300)
        call.agentSays(2, milliseconds: 500)
        #expect(call.turns.map(\.outcome) == [.answered])
        #expect(close(call.turns[0].voiceToVoice, 800))
    }

    @Test func theGreetingIsNoTurn() {
        var call = ScriptedCall.talking(.scripted().with { $0.greeting = "Good day" })
        call.pass(milliseconds: 700)
        call.agentAnswers(1, milliseconds: 500, silence: 100)
        call.pass(.seconds(1))
        #expect(call.turns.isEmpty)
        #expect(call.session.greetingLatency == .milliseconds(800))
        #expect(call.reports.contains(.greeted(after: .milliseconds(800))))
    }

    @Test func anAnswerAfterAToolIsKeptApart() {
        var call = asked()
        call.event(.responseStarted(ResponseID(1)))
        call.event(.toolCall(ToolCall(id: "a", name: "x", arguments: "{}")))
        call.event(.responseEnded(ResponseID(1), .completed))
        call.pass(.seconds(2))
        call.agentAnswers(2, milliseconds: 500)
        #expect(call.turns.map(\.outcome) == [.answeredAfterTool])
    }

    @Test func aToolCalledAfterTheAnswerDoesNotMarkTheNextTurn() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        for response in 1...2 {
            call.callerSpeaks(for: .seconds(1))
            call.pass(milliseconds: 300)
            call.agentSays(response, milliseconds: 300)
            call.event(.toolCall(ToolCall(id: "\(response)", name: "x", arguments: "{}")))
            call.pass(.seconds(1))
        }
        #expect(call.turns.map(\.outcome) == [.answered, .answered])
    }

    @Test func anAnswerCutShortIsMarked() {
        var call = asked()
        call.agentAnswers(1, milliseconds: 100)
        call.agentAnswers(2, milliseconds: 3_000)
        call.pass(.seconds(1))
        // The answer's first response was heard in full, its second was not.
        call.event(started)
        #expect(call.turns.map(\.outcome) == [.interrupted])
    }

    @Test func aQuestionWithoutAnAnswerIsMarked() {
        var call = asked()
        call.pass(.seconds(5))
        call.event(started)
        call.callerSpeaks(for: .seconds(1))
        call.event(stopped)
        call.put(.streamClosed(.callerHungUp))
        #expect(call.turns.map(\.outcome) == [.unanswered, .unanswered])
    }

    @Test func speechThatOnlyTheProviderHeardIsNotMeasured() {
        var call = asked()
        call.agentAnswers(1, milliseconds: 200)
        call.pass(.seconds(10))
        call.event(started)
        call.event(stopped)
        call.pass(milliseconds: 300)
        call.agentAnswers(2, milliseconds: 200)
        #expect(call.turns.count == 1)
    }

    /// Within what the uplink's timeline may creep in a few seconds.
    private func close(_ span: Duration?, _ milliseconds: Int) -> Bool {
        span.map { abs($0 - .milliseconds(milliseconds)) < .milliseconds(1) } ?? false
    }
    private func abs(_ duration: Duration) -> Duration { duration < .zero ? .zero - duration : duration }
}

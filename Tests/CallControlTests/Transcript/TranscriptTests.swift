@testable import CallControl
import Testing
import TestSupport

private func text(_ speaker: Speaker, _ item: Int, _ kind: TranscriptUpdate.Kind, response: Int? = nil) -> TranscriptUpdate {
    TranscriptUpdate(speaker, ItemID(item), response: response.map { ResponseID($0) }, kind)
}

@Suite struct TranscriptTests {
    private let at = Instant(nanoseconds: 0)

    /// Every order in which four entries can be placed gives the order spoken.
    @Test func chainsOfPredecessorsMayArriveInAnyOrder() {
        for order in permutations([0, 1, 2, 3, 4]) {
            var transcript = Transcript()
            for item in order {
                transcript.apply(text(.caller, item, .placed(predecessor: item == 0 ? nil : ItemID(item - 1))), spokenAt: at)
            }
            #expect(transcript.entries.map(\.item.rawValue) == [0, 1, 2, 3, 4], "\(order)")
        }
    }

    @Test func withoutPredecessorsTheMomentDecides() {
        var transcript = Transcript()
        transcript.apply(text(.agent, 2, .final("b")), spokenAt: at + .seconds(2))
        transcript.apply(text(.caller, 1, .final("a")), spokenAt: at + .seconds(1))
        #expect(transcript.entries.map(\.text) == ["a", "b"])
    }

    @Test func textGrowsIsRewrittenAndEnds() {
        var transcript = Transcript()
        transcript.apply(text(.caller, 1, .delta("he")), spokenAt: at)
        transcript.apply(text(.caller, 1, .delta("llo")), spokenAt: at)
        #expect(transcript.entries[0].text == "hello")
        transcript.apply(text(.caller, 1, .cumulative("hallo you")), spokenAt: at)
        #expect(transcript.apply(text(.caller, 1, .final("hello you")), spokenAt: at)?.text == "hello you")
        transcript.apply(text(.caller, 1, .delta("!")), spokenAt: at)
        #expect(transcript.apply(text(.caller, 1, .final("hello you")), spokenAt: at) == nil)
        #expect(transcript.entries[0].text == "hello you")
    }

    @Test func aCorrectionStands() {
        var transcript = Transcript()
        transcript.apply(text(.agent, 1, .delta("we open at nine and")), spokenAt: at)
        transcript.apply(text(.agent, 1, .correction("we open")), spokenAt: at)
        transcript.apply(text(.agent, 1, .final("we open at nine and close at six")), spokenAt: at)
        #expect(transcript.entries[0].text == "we open" && transcript.entries[0].isInterrupted)
    }

    @Test func wordsOfAResponseCutShortAreMarkedWheneverTheyCome() {
        var transcript = Transcript()
        transcript.apply(text(.agent, 1, .delta("a"), response: 1), spokenAt: at)
        transcript.markInterrupted(ResponseID(1))
        transcript.apply(text(.agent, 2, .final("b"), response: 1), spokenAt: at)
        transcript.apply(text(.agent, 3, .final("c"), response: 2), spokenAt: at)
        #expect(transcript.entries.map(\.isInterrupted) == [true, true, false])
    }

    @Test func longTextIsCutAtAWholeCharacter() {
        var transcript = Transcript()
        for _ in 0..<3 { transcript.apply(text(.agent, 1, .delta(String(repeating: "xé", count: 4_000))), spokenAt: at) }
        let entry = transcript.entries[0]
        #expect(entry.isCut && entry.text.utf8.count <= 16_384 && entry.text.utf8.count > 16_380)
        #expect(!entry.text.unicodeScalars.contains("\u{FFFD}"))
    }

    @Test func entriesBeyondTheLimitAreCounted() {
        var transcript = Transcript()
        for item in 0..<2_003 { transcript.apply(text(.caller, item, .final("x")), spokenAt: at) }
        #expect(transcript.entries.count == 2_000 && transcript.refused == 3)
    }

    private func permutations(_ items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(rest).map { [item] + $0 }
        }
    }
}

@Suite struct TranscriptsOutOfOrder {
    private func lines(_ call: ScriptedCall) -> [String] { call.session.transcript.entries.map(\.text) }

    /// The caller's transcript comes before, inside or after the response.
    @Test(arguments: 0...2)
    func theCallersWordsComeBeforeTheAnswer(_ moment: Int) {
        var call = ScriptedCall.talking()
        let question = AgentEvent.transcript(text(.caller, 1, .final("question")))
        call.event(.callerStartedSpeaking(audioPosition: nil, item: ItemID(1)))
        call.pass(.seconds(1))
        call.event(.callerStoppedSpeaking(audioPosition: nil, item: ItemID(1)))
        if moment == 0 { call.event(question) }
        call.event(.responseStarted(ResponseID(1)))
        call.event(.transcript(text(.agent, 2, .delta("ans"), response: 1)))
        call.pass(milliseconds: 200)
        if moment == 1 { call.event(question) }
        call.event(.transcript(text(.agent, 2, .final("answer"), response: 1)))
        call.event(.responseEnded(ResponseID(1), .completed))
        call.pass(.seconds(2))
        if moment == 2 { call.event(question) }
        #expect(lines(call) == ["question", "answer"])
        #expect(
            call.reports.contains { if case .said(.caller, "question", _) = $0 { true } else { false } }
                && call.reports.contains { if case .said(.agent, "answer", _) = $0 { true } else { false } })
    }

    @Test func aLateTranscriptWithoutPredecessorsIsPutBeforeItsAnswer() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.callerSpeaks(for: .seconds(1))
        call.pass(milliseconds: 400)
        call.event(.transcript(text(.agent, 2, .final("answer"))))
        call.agentSays(1, milliseconds: 1_000)
        call.pass(milliseconds: 300)
        call.event(.transcript(text(.caller, 1, .final("question"))))
        #expect(lines(call) == ["question", "answer"])
    }

    @Test func afterABargeInTheCorrectedWordsRemain() {
        var call = ScriptedCall.talking(.scripted(), .taciturn)
        call.event(.transcript(text(.agent, 1, .final("we open at nine and close at six"), response: 1)))
        call.agentSays(1, milliseconds: 3_000)
        call.pass(milliseconds: 500)
        call.event(.interrupted(upTo: ResponseID(1)))
        #expect(call.session.transcript.entries[0].isInterrupted)
        call.event(.transcript(text(.agent, 1, .correction("we open"))))
        #expect(lines(call) == ["we open"])
    }
}

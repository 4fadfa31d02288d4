import Audio
import CallControl
import TestSupport
import Testing

/// What the playout says was heard, and what the recording holds, are the same.
@Suite struct RecordedPlayoutTests {
    private static let start = Instant(nanoseconds: 3_000_000_000)

    /// An agent that answers in bursts and is talked over at moments of chance.
    private struct Conversation {
        var playout: PlayoutBuffer
        var timeline: RecordingTimeline
        var random: SeededGenerator
        var response = ResponseID(0)
        var heard = Duration.zero
        var now = RecordedPlayoutTests.start
        var output: [Int16] = []
        private var flushable: Bool { playout.policy.canFlush }

        init(_ policy: PlayoutPolicy, seed: UInt64) {
            playout = PlayoutBuffer(policy: policy)
            timeline = RecordingTimeline(callerRate: policy.rate, agentRate: policy.rate, start: RecordedPlayoutTests.start)
            random = SeededGenerator(seed: seed)
        }

        mutating func pick(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

        mutating func answer() {
            response = ResponseID(response.rawValue + 1)
            let samples = [Int16](repeating: 9, count: playout.policy.rate.samples(milliseconds: pick(20...3_000)))
            playout.append(samples.span, of: response, audibleOffset: nil)
            playout.end(response)
        }

        /// Ticks come up to 5 ms late.
        mutating func run(_ milliseconds: Int) {
            let end = now + .milliseconds(milliseconds)
            while now < end {
                var frames: [Int16] = []
                let release = playout.release(at: now + .microseconds(pick(0...5_000)), appendingTo: &frames)
                if release.frames > 0 { timeline.agent(frames.span, heardFrom: release.heardFrom) }
                now = now + .milliseconds(20)
                timeline.take(at: now, appendingTo: &output)
            }
        }

        mutating func talkOver() {
            heard += playout.heard(of: response, at: now)
            playout.clear()
            if flushable { timeline.flushed(at: now) }
        }

        /// Samples of the right channel that aren't silence.
        mutating func recorded() -> Int {
            timeline.finish(at: now + .seconds(5), appendingTo: &output)
            return stride(from: 1, to: output.count, by: 2).count { output[$0] != 0 }
        }
    }

    @Test(arguments: PlayoutPolicy.profiles, [1, 2, 3] as [UInt64]) func theRecordingHoldsWhatWasHeard(_ policy: PlayoutPolicy, _ seed: UInt64) {
        var talk = Conversation(policy, seed: seed)
        for _ in 0..<40 {
            talk.answer()
            talk.run(talk.pick(1...200) * 20)
            talk.talkOver()
            talk.run(2_000)
        }
        let expected = policy.rate.samples(milliseconds: 1) * Int(talk.heard.inMilliseconds)
        let recorded = talk.recorded()
        // Each barge-in is counted in whole samples on one side and by the nanosecond on the other.
        #expect(abs(recorded - expected) <= 40 * policy.rate.samples(milliseconds: 1), "\(recorded) samples, heard were \(expected)")
        #expect(recorded > policy.rate.hertz * 20)
    }
}

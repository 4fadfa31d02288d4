import Audio
import CallControl
import TestSupport
import Testing

@Suite struct RecordingTimelineTests {
    private static let start = Instant(nanoseconds: 9_000_000_000)

    private static func at(_ milliseconds: Int) -> Instant { start + .milliseconds(milliseconds) }

    private static func run(_ value: Int16, _ milliseconds: Int, rate: SampleRate = .hz8000) -> [Int16] {
        Array(repeating: value, count: rate.samples(milliseconds: milliseconds))
    }

    /// A recording in the making, and what has been taken of it.
    private struct Tape {
        var timeline: RecordingTimeline
        var output: [Int16] = []

        init(caller: SampleRate = .hz8000, agent: SampleRate = .hz8000) {
            timeline = RecordingTimeline(callerRate: caller, agentRate: agent, start: RecordingTimelineTests.start)
        }

        /// The caller speaks frames of 20 ms, which arrive as soon as they are spoken.
        mutating func caller(_ value: Int16, from begin: Int, to end: Int) {
            for time in stride(from: begin, to: end, by: 20) { timeline.caller(run(value, 20, rate: .hz8000).span, at: at(time + 20)) }
        }

        mutating func agent(_ value: Int16, _ milliseconds: Int, heardFrom time: Int?) {
            timeline.agent(run(value, milliseconds).span, heardFrom: time.map { at($0) })
        }

        mutating func finish(_ milliseconds: Int) { timeline.finish(at: at(milliseconds), appendingTo: &output) }

        /// The stretches of one channel that aren't silent, as "value: from–to" in milliseconds.
        func stretches(_ channel: Int) -> [String] {
            var (found, index): ([String], Int) = ([], 0)
            let samples = stride(from: channel, to: output.count, by: 2).map { output[$0] }
            while index < samples.count {
                let begin = index
                while index < samples.count, samples[index] == samples[begin] { index += 1 }
                if samples[begin] != 0 { found.append("\(samples[begin]): \(Double(begin) / 8)–\(Double(index) / 8)") }
            }
            return found
        }
        var left: [String] { stretches(0) }
        var right: [String] { stretches(1) }
    }

    @Test func eachIsHeardOnItsSideAtItsTime() {
        var tape = Tape()
        tape.caller(1, from: 100, to: 500)
        tape.agent(2, 300, heardFrom: 620)
        tape.finish(1_000)
        #expect(tape.left == ["1: 100.0–500.0"])
        #expect(tape.right == ["2: 620.0–920.0"])
        #expect(tape.output.count == 2 * 8_000)
    }

    @Test func aPauseOfTheUplinkIsSilence() {
        var tape = Tape()
        tape.caller(1, from: 0, to: 400)
        tape.caller(2, from: 2_400, to: 3_000)
        tape.finish(3_000)
        #expect(tape.left == ["1: 0.0–400.0", "2: 2400.0–3000.0"])
    }

    @Test func framesHeldUpInTheNetworkFindTheirPlace() {
        var tape = Tape()
        tape.caller(1, from: 0, to: 400)
        // 300 ms come at once.
        for _ in 0..<15 { tape.timeline.caller(Self.run(2, 20).span, at: Self.at(700)) }
        tape.caller(3, from: 700, to: 1_000)
        tape.finish(1_000)
        #expect(tape.left == ["1: 0.0–400.0", "2: 400.0–700.0", "3: 700.0–1000.0"])
        #expect(tape.timeline.callerMisplaced == .zero)
    }

    @Test func whatComesAfterItsTimeWasTakenIsLeftOutAndCounted() {
        var tape = Tape()
        tape.caller(1, from: 0, to: 400)
        for time in stride(from: 100, through: 1_000, by: 100) { tape.timeline.take(at: Self.at(time), appendingTo: &tape.output) }
        for _ in 0..<30 { tape.timeline.caller(Self.run(2, 20).span, at: Self.at(1_000)) }
        tape.caller(3, from: 1_000, to: 1_400)
        tape.finish(1_400)
        #expect(tape.left == ["1: 0.0–400.0", "2: 600.0–1000.0", "3: 1000.0–1400.0"])
        #expect(tape.timeline.callerMisplaced == .milliseconds(200))
    }

    @Test func aSenderFasterThanTimeCantPushTheClock() {
        var tape = Tape()
        for time in stride(from: 20, through: 2_000, by: 20) {
            for _ in 0..<3 { tape.timeline.caller(Self.run(1, 20).span, at: Self.at(time)) }
        }
        tape.finish(2_000)
        #expect(tape.output.count == 2 * 16_000)
        #expect(tape.timeline.callerMisplaced > .seconds(3))
    }

    @Test func lostSamplesStaySilent() {
        var tape = Tape()
        tape.caller(1, from: 0, to: 400)
        tape.timeline.caller(Self.run(2, 20).span, lost: 160 * 5, at: Self.at(520))
        tape.caller(2, from: 520, to: 800)
        tape.finish(800)
        #expect(tape.left == ["1: 0.0–400.0", "2: 500.0–800.0"])
    }

    @Test func whatFreeSwitchCollectsIsHeardOnceItPlays() {
        var tape = Tape()
        tape.agent(1, 200, heardFrom: nil)
        tape.agent(2, 100, heardFrom: nil)
        tape.agent(3, 100, heardFrom: 900)
        tape.finish(1_500)
        #expect(tape.right == ["1: 600.0–800.0", "2: 800.0–900.0", "3: 900.0–1000.0"])
    }

    @Test func whatWasFlushedWasNotHeard() {
        var tape = Tape()
        tape.agent(1, 1_000, heardFrom: 100)
        tape.timeline.flushed(at: Self.at(350))
        tape.agent(2, 100, heardFrom: nil)
        tape.timeline.flushed(at: Self.at(600))
        tape.agent(3, 100, heardFrom: 700)
        tape.finish(1_500)
        #expect(tape.right == ["1: 100.0–350.0", "3: 700.0–800.0"])
    }

    @Test func aRestartedStreamBeginsAnewAtItsOwnTime() {
        var tape = Tape()
        tape.caller(1, from: 0, to: 400)
        tape.agent(5, 1_000, heardFrom: 300)
        tape.timeline.restarted(at: Self.at(700))
        tape.caller(2, from: 1_000, to: 1_300)
        tape.finish(1_300)
        #expect(tape.left == ["1: 0.0–400.0", "2: 1000.0–1300.0"])
        #expect(tape.right == ["5: 300.0–700.0"])
    }

    @Test func theEndCutsWhatNobodyHeard() {
        var tape = Tape()
        tape.caller(1, from: 0, to: 100)
        tape.agent(2, 1_000, heardFrom: 50)
        tape.finish(110)
        #expect(tape.left == ["1: 0.0–100.0"])
        #expect(tape.right == ["2: 50.0–110.0"])
        #expect(tape.output.count == 2 * 960, "a recording ends on a whole frame")
    }

    @Test func nothingIsGivenOutBeforeItIsDecided() {
        var tape = Tape()
        tape.timeline.take(at: Self.at(419), appendingTo: &tape.output)
        #expect(tape.output.isEmpty)
        tape.timeline.take(at: Self.at(420), appendingTo: &tape.output)
        #expect(tape.output.count == 2 * 160)
        tape.timeline.take(at: Self.at(300), appendingTo: &tape.output)
        #expect(tape.output.count == 2 * 160)
        #expect(tape.timeline.duration == .milliseconds(20))
    }

    @Test func whatIsTooFarAheadIsLeftOutAndCounted() {
        var tape = Tape()
        tape.agent(1, 10_000, heardFrom: 115_000)
        for _ in 0..<130 { tape.agent(1, 1_000, heardFrom: nil) }
        #expect(tape.timeline.agentMisplaced == .seconds(5))
        tape.agent(1, 20, heardFrom: 60_000)
        tape.finish(61_000)
        #expect(tape.right == ["1: 0.0–60020.0"])
    }

    @Test(arguments: [(SampleRate.hz16000, SampleRate.hz8000), (.hz8000, .hz24000), (.hz48000, .hz8000)])
    func channelsOfDifferentRatesStayTogether(_ caller: SampleRate, _ agent: SampleRate) {
        var tape = Tape(caller: caller, agent: agent)
        #expect(tape.timeline.rate == max(caller, agent))
        for time in stride(from: 0, to: 3_000, by: 20) {
            tape.timeline.caller(tone(450, rate: caller, samples: caller.samples(milliseconds: 20)).span, at: Self.at(time + 20))
            tape.timeline.agent(tone(450, rate: agent, samples: agent.samples(milliseconds: 20)).span, heardFrom: Self.at(time))
            if time.isMultiple(of: 100) { tape.timeline.take(at: Self.at(time), appendingTo: &tape.output) }
        }
        tape.finish(3_000)
        let rate = max(caller, agent)
        #expect(tape.output.count == 2 * 3 * rate.hertz)
        for channel in 0..<2 {
            let samples = stride(from: channel, to: tape.output.count, by: 2).map { tape.output[$0] }
            #expect(abs(amplitude(of: 450, in: samples[rate.hertz..<2 * rate.hertz], rate: rate) - 10_000) < 300)
        }
    }
}

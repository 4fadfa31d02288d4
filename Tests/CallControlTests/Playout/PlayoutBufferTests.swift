import Audio
import CallControl
import Testing
import TestSupport

/// A buffer on a clock of its own.
private struct Bench {
    var buffer: PlayoutBuffer
    var output: [Int16] = []
    var audible: ResponseID?
    var underflows = 0
    let start = Instant(nanoseconds: 5_000_000_000)

    init(_ policy: PlayoutPolicy) { buffer = PlayoutBuffer(policy: policy) }

    mutating func append(_ milliseconds: Int, of response: Int = 1, audible: Int? = nil, value: Int16 = 7) {
        append(samples: 8 * milliseconds, of: response, audible: audible, value: value)
    }
    mutating func append(samples: Int, of response: Int = 1, audible: Int? = nil, value: Int16 = 7) {
        let samples = [Int16](repeating: value, count: samples)
        buffer.append(samples.span, of: ResponseID(response), audibleOffset: audible)
    }
    @discardableResult
    mutating func release(_ milliseconds: Double) -> Int {
        let last = buffer.release(at: at(milliseconds), appendingTo: &output)
        audible = last.audible
        if last.underflow { underflows += 1 }
        return last.frames
    }
    func at(_ milliseconds: Double) -> Instant { start + .nanoseconds(Int64(milliseconds * 1e6)) }
    func heard(_ response: Int = 1, at milliseconds: Double) -> Duration { buffer.heard(of: ResponseID(response), at: at(milliseconds)) }
    var handed: Int { output.count / 8 }
}

@Suite struct PlayoutBufferTests {
    @Test(arguments: PlayoutPolicy.profiles)
    func firstFrameLeavesAtOnce(_ policy: PlayoutPolicy) {
        var bench = Bench(policy)
        bench.append(20)
        #expect(bench.release(3.7) == 1)
    }

    @Test(arguments: zip(PlayoutPolicy.profiles, [21, 4, 1, 1]))
    func handsOverTheLeadAtOnceAndThenOneFrameATick(_ policy: PlayoutPolicy, _ atOnce: Int) {
        var bench = Bench(policy)
        bench.append(2_000)
        #expect(bench.release(0) == atOnce)
        for tick in 1...20 { #expect(bench.release(Double(tick) * 20) == 1) }
    }

    @Test func lateTicksCatchUp() {
        var bench = Bench(.shortWarmup)
        bench.append(1_000)
        let first = bench.release(0)
        #expect(bench.release(74.9) == 3)
        #expect(bench.release(80) == 1)
        #expect(bench.release(94.9) == 0)
        #expect(bench.release(95) == 1)
        #expect(bench.handed == (first + 5) * 20)
        #expect(bench.underflows == 0)
    }

    @Test func doesNotDriftOverAnHour() {
        var bench = Bench(.plain)
        var random = SeededGenerator(seed: 7)
        bench.append(100)
        var frames = 0
        for tick in 0..<(3_600 * 50) {
            bench.append(20)
            frames += bench.release(Double(tick) * 20 + Double.random(in: 0..<5, using: &random))
            bench.output.removeAll(keepingCapacity: true)
        }
        // The grid begins with the first tick, which may be up to 5 ms late.
        #expect((3_600 * 50 - 1...3_600 * 50).contains(frames))
        #expect(bench.underflows == 0)
        #expect((.milliseconds(100)...(.milliseconds(120))).contains(bench.buffer.queued))
    }

    @Test func waitsForAWholeFrameUntilTheResponseEnds() {
        var bench = Bench(.plain)
        bench.append(30)
        #expect(bench.release(0) == 1)
        #expect(bench.release(20) == 0)
        bench.buffer.end(ResponseID(1))
        #expect(bench.release(21) == 1)
        #expect(bench.output.count == 320)
        #expect(bench.output[239] == 7 && bench.output[240...].allSatisfy { $0 == 0 })
    }

    @Test func aTailWithoutAnEndLeavesBeforeTheCallerHearsAGap() {
        var bench = Bench(.plain)
        bench.append(30)
        bench.release(0)
        #expect(bench.release(39) == 0)
        #expect(bench.release(40) == 1)
        #expect(bench.heard(at: 100) == .milliseconds(30))
        #expect(!bench.buffer.isPlaying(at: bench.at(61)))
        #expect(bench.underflows == 0)
    }

    @Test func arrivalsLeaveTheGridAsItIs() {
        var bench = Bench(.shortWarmup)
        bench.append(1_000)
        bench.release(0)
        for tick in 1...10 {
            #expect(bench.buffer.release(at: bench.at(Double(tick) * 20 - 4), on: .arrival, appendingTo: &bench.output).frames == 0)
            #expect(bench.release(Double(tick) * 20 - 3) == 1)
        }
    }

    @Test func tellsWhenFreeSwitchBeginsToPlay() {
        var bench = Bench(.shortWarmup)
        bench.append(20)
        #expect(!bench.buffer.release(at: bench.at(0), appendingTo: &bench.output).beganPlaying)
        bench.append(40)
        #expect(bench.buffer.release(at: bench.at(13), on: .arrival, appendingTo: &bench.output).beganPlaying)
        #expect(!bench.buffer.release(at: bench.at(33), appendingTo: &bench.output).beganPlaying)
    }

    /// A lone frame that comes after FreeSWITCH has run dry waits there for the next warm-up.
    @Test(arguments: [PlayoutPolicy.longWarmup, .shortWarmup])
    func aTailWithoutAnEndReachesFreeSwitchBeforeItRunsDry(_ policy: PlayoutPolicy) {
        var bench = Bench(policy)
        bench.append(samples: 8 * 500 + 50)
        var gone: Double?
        for tick in 0..<40 where bench.release(Double(tick) * 20) > 0 && bench.output.count > 8 * 500 { gone = gone ?? Double(tick) * 20 }
        #expect(bench.output.count == 8 * 520)
        #expect(gone.map { $0 < 500 } == true, "left at \(String(describing: gone)) ms")
    }

    @Test(arguments: [PlayoutPolicy.longWarmup, .shortWarmup])
    func aTailAfterAGapIsPaddedToTheWarmup(_ policy: PlayoutPolicy) {
        var bench = Bench(policy)
        bench.append(500)
        for tick in 0..<30 { bench.release(Double(tick) * 20) }
        bench.append(10)
        for tick in 30..<60 { bench.release(Double(tick) * 20) }
        #expect(bench.handed == 500 + Int(policy.warmup.inMilliseconds))
    }

    @Test func aTailThatCameAloneDoesNotWaitForEver() {
        var bench = Bench(.plain)
        bench.append(10)
        for tick in 0..<10 { #expect(bench.release(Double(tick) * 20) == 0) }
        #expect(bench.release(200) == 1)
    }

    @Test(arguments: [
        (PlayoutPolicy.longWarmup, 100, 20), (.longWarmup, 390, 20), (.longWarmup, 400, 20), (.shortWarmup, 20, 2), (.plain, 20, 1), (.noFlush, 20, 1),
    ])
    func padsAShortUtteranceToTheWarmup(_ policy: PlayoutPolicy, _ milliseconds: Int, _ frames: Int) {
        var bench = Bench(policy)
        bench.append(milliseconds)
        bench.buffer.end(ResponseID(1))
        #expect(bench.release(0) == frames)
        #expect(bench.heard(at: 5_000) == .milliseconds(milliseconds))
        #expect(bench.release(5_000) == 0)
        #expect(!bench.buffer.isPlaying(at: bench.at(5_000)))
    }

    @Test func padsAShortUtteranceWhoseEndIsNeverTold() {
        var bench = Bench(.longWarmup)
        bench.append(100)
        #expect(bench.release(0) == 5)
        #expect(bench.release(180) == 0)
        #expect(bench.release(200) == 15)
    }

    @Test func nothingIsHeardBeforeTheWarmupIsFull() {
        var bench = Bench(.longWarmup)
        for tick in 0..<19 {
            bench.append(20)
            bench.release(Double(tick) * 20)
            #expect(bench.heard(at: Double(tick) * 20 + 19) == .zero)
            #expect(bench.buffer.isPlaying(at: bench.at(Double(tick) * 20)))
        }
        bench.append(20)
        bench.release(380)
        // From 380 ms on FreeSWITCH plays; one frame later the first 20 ms begin to be heard.
        #expect(bench.heard(at: 400) == .zero)
        #expect(bench.heard(at: 450) == .milliseconds(50))
        #expect(bench.heard(at: 2_000) == .milliseconds(400))
    }

    @Test func anUnderflowIsCountedWhenSpeechGoesOn() {
        var bench = Bench(.plain)
        bench.append(40)
        for tick in 0..<10 { bench.release(Double(tick) * 20) }
        #expect(bench.underflows == 0)
        #expect(!bench.buffer.isPlaying(at: bench.at(200)))
        bench.append(40)
        #expect(bench.release(203) == 1)
        #expect(bench.underflows == 1)
        #expect(bench.release(217) == 0)
        #expect(bench.release(218) == 1)
        #expect(bench.heard(at: 233) == .milliseconds(50))
        #expect(bench.underflows == 1)
    }

    @Test func theEndOfAResponseIsNoUnderflow() {
        var bench = Bench(.plain)
        bench.append(40, of: 1)
        for tick in 0..<10 { bench.release(Double(tick) * 20) }
        bench.append(40, of: 2)
        for tick in 10..<20 { bench.release(Double(tick) * 20) }
        #expect(bench.underflows == 0)
    }

    @Test func heardStaysAFrameBehindWhatIsDue() {
        var bench = Bench(.shortWarmup)
        bench.append(1_000)
        bench.release(0)
        #expect(bench.heard(at: 0) == .zero)
        #expect(bench.heard(at: 20) == .zero)
        #expect(bench.heard(at: 50) == .milliseconds(30))
        // No more than was handed over, however much time passes.
        #expect(bench.heard(at: 900) == .milliseconds(bench.handed))
    }

    @Test func whatCannotBeFlushedCountsAsHeard() {
        var bench = Bench(.noFlush)
        bench.append(1_000)
        for tick in 0..<5 { bench.release(Double(tick) * 20) }
        #expect(bench.heard(at: 80) == .milliseconds(100))
        bench.buffer.clear()
        #expect(bench.buffer.isPlaying(at: bench.at(80)))
        #expect(!bench.buffer.isPlaying(at: bench.at(121)))
    }

    @Test func positionsAreCountedPerResponse() {
        var bench = Bench(.longWarmup)
        bench.append(250, of: 1)
        bench.append(300, of: 2)
        bench.append(200, of: 3)
        bench.release(0)
        #expect(bench.buffer.unheard(at: bench.at(0)) == [1, 2, 3].map(ResponseID.init))
        for tick in 1...13 { bench.release(Double(tick) * 20) }
        #expect(bench.heard(1, at: 260) == .milliseconds(240))
        #expect(bench.heard(1, at: 300) == .milliseconds(250))
        // 300 ms into the stretch, 280 of them heard.
        #expect(bench.heard(2, at: 300) == .milliseconds(30))
        #expect(bench.heard(3, at: 300) == .zero)
        #expect(bench.buffer.unheard(at: bench.at(300)) == [2, 3].map(ResponseID.init))
        #expect(bench.heard(9, at: 300) == .zero)
    }

    @Test func aFlushForgetsAndStartsAnew() {
        var bench = Bench(.longWarmup)
        bench.append(3_000, of: 1)
        bench.release(0)
        bench.buffer.clear()
        #expect(!bench.buffer.isPlaying(at: bench.at(1)))
        #expect(bench.buffer.queued == .zero)
        bench.append(600, of: 2)
        #expect(bench.release(105) == 21)
        #expect(bench.heard(2, at: 175) == .milliseconds(50))
        #expect(bench.underflows == 0)
    }

    @Test func aRestartedStreamHoldsNothing() {
        var bench = Bench(.longWarmup)
        bench.append(2_000)
        bench.release(0)
        bench.buffer.restartStretch(at: bench.at(120))
        #expect(bench.heard(at: 120) == .milliseconds(100))
        #expect(bench.release(120) == 21)
        #expect(bench.underflows == 0)
        // What the old stream held was lost: positions go on where the new one began.
        #expect(bench.heard(at: 150) == .milliseconds(430))
    }

    @Test func waitsNoLongerThanItsLimit() {
        var policy = PlayoutPolicy.plain
        policy.limit = .seconds(1)
        var bench = Bench(policy)
        bench.append(900)
        bench.append(300)
        #expect(bench.buffer.queued == .seconds(1))
        #expect(bench.buffer.dropped == 200 * 8)
    }

    @Test func audioOfAnEarlierResponseIsDropped() {
        var bench = Bench(.plain)
        bench.append(20, of: 1)
        bench.append(20, of: 2)
        bench.append(20, of: 1)
        #expect(bench.buffer.queued == .milliseconds(40))
        #expect(bench.buffer.dropped == 160)
    }

    @Test func namesTheFrameInWhichAResponseBecomesAudible() {
        var bench = Bench(.plain)
        bench.append(50, audible: nil, value: 0)
        bench.append(50, audible: 80)
        var found: Int?
        for tick in 0..<6 {
            bench.release(Double(tick) * 20)
            if bench.audible == ResponseID(1) { found = tick }
        }
        #expect(found == 3)
    }

    /// Frames in order are the samples appended; the lead is kept; heard ≤ handed ≤ received, and heard never goes back.
    @Test(arguments: 0..<16)
    func keepsItsPromisesWhateverArrives(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let policy = PlayoutPolicy.profiles[seed % 4]
        var bench = Bench(policy)
        var expected: [Int16] = []
        var next: Int16 = 1
        var response = 1
        var received = 0
        var heard = Duration.zero
        var clock = 0.0
        for _ in 0..<1_000 {
            clock += Double.random(in: 1...30, using: &random)
            if Int.random(in: 0..<4, using: &random) == 0 {
                let count = Int.random(in: 1...(Bool.random(using: &random) ? 200 : 4_000), using: &random)
                let samples = (0..<count).map { _ in
                    next = next == 30_000 ? 1 : next + 1
                    return next
                }
                bench.buffer.append(samples.span, of: ResponseID(response), audibleOffset: nil)
                expected += samples
                received += count
            }
            if Int.random(in: 0..<40, using: &random) == 0 { bench.buffer.end(ResponseID(response)) }
            let now = bench.at(clock)
            let before = bench.output.count
            bench.release(clock)
            #expect((bench.output.count - before) % 160 == 0)
            let position = bench.buffer.heard(of: ResponseID(response), at: now)
            #expect(position >= heard && position <= .microseconds(125 * received))
            heard = position
            if Int.random(in: 0..<60, using: &random) == 0 {
                response += 1
                (received, heard) = (0, .zero)
            }
        }
        for tick in 1...20_000 where bench.buffer.queued > .zero { bench.release(clock + Double(tick) * 20) }
        #expect(bench.output.filter { $0 != 0 } == expected)
    }

    @Test(arguments: PlayoutPolicy.profiles)
    func neverRunsFurtherAheadThanTheLead(_ policy: PlayoutPolicy) {
        var bench = Bench(policy)
        bench.append(20_000)
        for tick in 0..<900 {
            bench.release(Double(tick) * 20)
            #expect(bench.handed - tick * 20 <= Int(policy.lead.inMilliseconds) + 25)
        }
    }
}

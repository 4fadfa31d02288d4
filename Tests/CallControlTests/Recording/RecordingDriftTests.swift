import Audio
import CallControl
import TestSupport
import Testing

/// An hour of a caller whose frames come as they like: every second a mark, which must be found at its true time.
@Suite struct RecordingDriftTests {
    static let paths = [
        SyntheticCaller.Path(name: "no jitter"),
        SyntheticCaller.Path(name: "30 ms of jitter", jitter: 0.03),
        SyntheticCaller.Path(name: "120 ms of jitter", jitter: 0.12),
        SyntheticCaller.Path(name: "a sender 100 ppm too fast", jitter: 0.01, partsPerMillion: -100),
        SyntheticCaller.Path(name: "a sender 100 ppm too slow", jitter: 0.01, partsPerMillion: 100),
        SyntheticCaller.Path(name: "pauses up to 5 s", jitter: 0.02, pauses: (every: 1_500, upTo: 5)),
        SyntheticCaller.Path(name: "network stalls of 300 ms", jitter: 0.005, stalls: (every: 700, lasting: 0.3)),
        SyntheticCaller.Path(name: "all of it", jitter: 0.04, partsPerMillion: 50, pauses: (every: 1_500, upTo: 5), stalls: (every: 700, lasting: 0.3)),
    ]

    private static let second = Int64(1_000_000_000)
    private static let start = Instant(nanoseconds: 77 * second + 123_456_789)
    private static let hour = 3_600.0

    private static func at(_ seconds: Double) -> Instant { start + .nanoseconds(Int64(seconds * 1e9)) }

    /// Records an hour, and gives back by how many seconds each mark is off, by its true time.
    private func errors(of path: SyntheticCaller.Path) -> (errors: [(time: Double, error: Double)], length: Int, marks: Int, misplaced: Duration) {
        var caller = SyntheticCaller(path)
        var timeline = RecordingTimeline(callerRate: .hz8000, agentRate: .hz8000, start: Self.start)
        var (output, marks, found): ([Int16], [Double], [(Double, Double)]) = ([], [], [])
        var (length, tick) = (0, 0.1)
        func search() {
            for index in stride(from: 0, to: output.count, by: 2) where output[index] > 1 {
                // A mark's value is its number, so that it can't be taken for its neighbour.
                let time = Double(length + index / 2) / 8_000
                let true_ = marks[Int(output[index]) - 2]
                found.append((true_, time - true_))
            }
            length += output.count / 2
            output.removeAll(keepingCapacity: true)
        }
        while true {
            let frame = caller.next()
            while tick < min(frame.arrived, Self.hour) {
                timeline.take(at: Self.at(tick), appendingTo: &output)
                search()
                tick += 0.1
            }
            guard frame.arrived < Self.hour else { break }
            var samples = [Int16](repeating: 1, count: 160)
            if frame.number.isMultiple(of: 50) {
                marks.append(frame.spoken)
                samples[80] = Int16(marks.count + 1)
                marks[marks.count - 1] += 0.01
            }
            timeline.caller(samples.span, at: Self.at(frame.arrived))
        }
        timeline.finish(at: Self.at(Self.hour), appendingTo: &output)
        search()
        return (found, length, marks.count, timeline.callerMisplaced)
    }

    @Test(arguments: paths) func everyMarkIsFoundAtItsTime(_ path: SyntheticCaller.Path) throws {
        let (errors, length, marks, misplaced) = errors(of: path)
        #expect(length == Int(Self.hour) * 8_000, "the recording is as long as the call")
        // A mark may lie in the few milliseconds that are left out to keep pace with a fast sender.
        #expect(errors.count >= marks - 3, "\(errors.count) of \(marks) marks were found")
        let settled = errors.filter { $0.time > 2 }
        let worst = try #require(settled.max { abs($0.error) < abs($1.error) })
        #expect(abs(worst.error) < 0.02, "\(path): off by \(worst.error * 1_000) ms at \(worst.time) s")
        #expect(misplaced < .seconds(2), "\(path): \(misplaced) of the caller's audio was left out")
    }
}

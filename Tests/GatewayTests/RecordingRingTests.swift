import Dispatch
import Foundation
import Testing

@testable import Gateway

@Suite struct RecordingRingTests {
    private static func header(_ samples: Int, at time: Int64 = 0, lost: Int = 0) -> RecordingRing.Header {
        RecordingRing.Header(kind: .caller, samples: UInt32(samples), lost: UInt32(lost), nanoseconds: time)
    }

    private func write(_ ring: RecordingRing, _ samples: ArraySlice<Int16>, at time: Int64 = 0, reserve: Int = 0) -> Bool {
        ring.write(Self.header(samples.count, at: time), samples.span, reserve: reserve)
    }

    @Test func whatWentInComesOutInOrderAcrossTheSeam() {
        let ring = RecordingRing(capacity: 1_001)
        var (sent, came): ([Int16], [Int16]) = ([], [])
        var value: Int16 = 0
        for round in 0..<500 {
            let samples = (0..<(round * 7) % 200).map { _ -> Int16 in
                value &+= 1
                return value
            }
            #expect(write(ring, samples[...], at: Int64(round)))
            sent += samples
            var times: [Int64] = []
            ring.drain { header, samples in
                times.append(header.nanoseconds)
                for index in samples.indices { came.append(samples[index]) }
            }
            #expect(times == [Int64(round)])
        }
        #expect(came == sent)
    }

    @Test func aFullRingTakesNothingAndKeepsWhatItHas() {
        let ring = RecordingRing(capacity: 1_000)
        let samples = [Int16](repeating: 5, count: 200)
        #expect(write(ring, samples[...]))
        #expect(write(ring, samples[...]))
        #expect(!write(ring, samples[...]))
        #expect(!write(ring, samples[..<20], reserve: 200))
        #expect(write(ring, samples[..<20]))
        var counts: [Int] = []
        ring.drain { _, samples in counts.append(samples.count) }
        #expect(counts == [200, 200, 20])
        #expect(write(ring, samples[...]))
    }

    @Test func oneThreadWritesWhileAnotherReads() {
        let ring = RecordingRing(capacity: 4_099)
        let total = 200_000
        let writer = Thread {
            var next = 0
            while next < total {
                let samples = (0..<min(37, total - next)).map { Int16(truncatingIfNeeded: next + $0) }
                if ring.write(Self.header(samples.count, at: Int64(next)), samples.span) { next += samples.count } else { sched_yield() }
            }
            ring.finish(at: Int64(total))
        }
        writer.start()
        var (expected, faults) = (0, 0)
        let deadline = Date().addingTimeInterval(60)
        while Date() < deadline {
            let end = ring.endedAt
            ring.drain { header, samples in
                if header.nanoseconds != Int64(expected) { faults += 1 }
                for index in samples.indices {
                    if samples[index] != Int16(truncatingIfNeeded: expected) { faults += 1 }
                    expected += 1
                }
            }
            if end != nil { break }
        }
        #expect(expected == total)
        #expect(faults == 0)
    }
}

@testable import CallControl
import Testing
import TestSupport

@Suite struct SampleQueueTests {
    @Test func keepsTheOrderOverManyBlocks() {
        var queue = SampleQueue()
        var random = SeededGenerator(seed: 3)
        var (written, read) = (Int16(0), Int16(0))
        for _ in 0..<2_000 {
            let samples = (0..<Int.random(in: 0...700, using: &random)).map { _ in
                written &+= 1
                return written
            }
            queue.append(samples.span)
            var output: [Int16] = []
            let wanted = Int.random(in: 0...720, using: &random)
            let before = queue.count
            #expect(queue.remove(wanted, appendingTo: &output) == min(wanted, before))
            for sample in output {
                read &+= 1
                guard sample == read else {
                    Issue.record("expected \(read), found \(sample)")
                    return
                }
            }
        }
    }

    @Test func takesAndGivesManyBlocksAtOnce() {
        var queue = SampleQueue()
        let samples = (0..<100_000).map { Int16(truncatingIfNeeded: $0) }
        queue.append(samples.span)
        var output: [Int16] = []
        queue.remove(100_000, appendingTo: &output)
        #expect(output == samples)
        #expect(queue.count == 0)
    }

    @Test func emptyAppendAndEmptyRemoveChangeNothing() {
        var queue = SampleQueue()
        queue.append([Int16]().span)
        var output: [Int16] = []
        #expect(queue.remove(10, appendingTo: &output) == 0)
        #expect(output.isEmpty)
    }
}

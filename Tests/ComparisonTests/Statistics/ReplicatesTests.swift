import Testing

@testable import Comparison

@Suite struct ReplicatesTests {
    private func interval(calls: Int) -> Interval? {
        var replicates = Replicates(estimate: 0)
        for value in 1...10_000 { replicates.append(Double(value)) }
        return replicates.interval(calls: calls)
    }

    @Test func itIsALittleWiderThanThePercentiles() throws {
        let (few, many) = (try #require(interval(calls: 100)), try #require(interval(calls: 1_000_000)))
        #expect((225...240).contains(few.lower) && (9_760...9_775).contains(few.upper), "\(few)")
        #expect(many.lower == 250)
    }

    @Test func fewCallsWidenItMore() throws {
        let (few, many) = (try #require(interval(calls: 10)), try #require(interval(calls: 100)))
        #expect(few.halfWidth > many.halfWidth)
    }

    @Test func oneCallHasNone() {
        #expect(interval(calls: 1) == nil)
        #expect(Replicates(estimate: 1).interval(calls: 100) == nil)
    }

    @Test func whatCouldNotBeComputedIsLeftOut() {
        var replicates = Replicates(estimate: 5)
        replicates.append(nil)
        replicates.append(5)
        #expect(replicates.interval(calls: 50) == Interval(lower: 5, upper: 5))
    }
}

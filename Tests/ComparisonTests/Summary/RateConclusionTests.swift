import Testing

@testable import Comparison

@Suite struct RateConclusionTests {
    /// 60 calls per arm, of which so many of b end in a timeout.
    private func conclusions(_ outcome: TurnOutcome, calls count: Int) -> [Conclusion] {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 60)
        for index in 60..<(60 + count) { run.calls[index].turns[1].outcome = outcome }
        return Summary(run, resamples: 100).conclusions
    }

    @Test func moreUnansweredTurnsAreSaidWithTheirCaveat() {
        let found = conclusions(.timedOut, calls: 20).filter { $0.kind == .difference }.map(\.text)
        #expect(
            found.contains {
                $0.hasPrefix("b has more turns without an answer than a: 16.7 % against 0.0 % (95 % interval of the difference ")
                    && $0.hasSuffix(" points). Latency is compared over answered turns only, which are no longer the same turns.")
            }, "\(found)")
    }

    @Test func fewUnansweredTurnsShowNothing() {
        let found = conclusions(.empty, calls: 2).filter { $0.kind == .undecided }.map(\.text)
        #expect(
            found.contains {
                $0.hasPrefix("Between a and b no difference is shown of turns without an answer (0.0 % and 1.7 %; would probably have been from about ")
            },
            "\(found)")
    }

    @Test func whatNeverHappenedIsNotSpokenOf() { #expect(!conclusions(.answered, calls: 0).contains { $0.text.contains("handed over") }) }

    @Test func interruptionsAreCompared() {
        #expect(conclusions(.interrupted, calls: 30).contains { $0.text.hasPrefix("b has more interrupted answers than a") })
    }

    @Test func theReachIsSaidOnce() {
        let scope = conclusions(.answered, calls: 0).filter { $0.kind == .scope }
        #expect(scope.count == 1)
        #expect(scope[0].text.contains("this report has 18 of them"), "\(scope)")
    }
}

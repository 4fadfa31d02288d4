import Testing

@testable import Comparison

@Suite struct RegressionTests {
    private typealias Arms = [(name: String, shift: Double)]

    private func regression(_ base: Arms, _ new: Arms, calls: Int = 80, threshold: Double = 0.05) -> Regression {
        Regression(base: Samples.run(base, calls: calls), new: Samples.run(new, calls: calls), threshold: threshold, resamples: 200)
    }

    private func verdicts(_ regression: Regression) -> [RegressionVerdict] { regression.rows.map(\.verdict) }

    @Test(arguments: [(100.0, RegressionVerdict.worse), (-100, .better), (10, .same), (0, .same)])
    func spansAreJudged(shift: Double, expected: RegressionVerdict) {
        let regression = regression([("a", 0)], [("a", shift)])
        #expect(verdicts(regression) == [expected, expected, expected, .same, .same], "\(regression.table)")
        #expect(regression.verdict == expected)
    }

    @Test func theThresholdDecides() {
        #expect(regression([("a", 0)], [("a", 20)], threshold: 0.01).verdict == .worse)
        #expect(regression([("a", 0)], [("a", 20)], threshold: 0.10).verdict == .same)
    }

    @Test func fewCallsAreNotEnough() {
        #expect(regression([("a", 0)], [("a", 500)], calls: 10).verdict == .notEnough)
        #expect(regression([("a", 0)], [("a", 0)], calls: 0).verdict == .notEnough)
        #expect(regression([], []).verdict == .notEnough)
    }

    @Test func moreFailuresAreWorse() throws {
        let base = Samples.run([("a", 0)], calls: 80)
        var new = base
        for index in 0..<16 { new.calls[index].failure = "refused" }
        let row = try #require(Self.row(.failureRate, Regression(base: base, new: new, resamples: 50)))
        #expect(row.verdict == .worse && row.new == 0.2)
        #expect(Self.row(.failureRate, Regression(base: new, new: base, resamples: 50))?.verdict == .better)
    }

    private static func row(_ figure: RegressionRow.Figure, _ regression: Regression) -> RegressionRow? { regression.rows.first { $0.figure == figure } }

    /// Its few answers may be as quick as ever.
    @Test(arguments: [0.4, 1]) func aProviderThatStoppedAnsweringIsWorse(_ share: Double) throws {
        let base = Samples.run([("a", 0)], calls: 80)
        var new = base
        for index in 0..<Int(80 * share) {
            for turn in new.calls[index].turns.indices { (new.calls[index].turns[turn].outcome, new.calls[index].turns[turn].spans) = (.timedOut, [:]) }
        }
        let regression = Regression(base: base, new: new, resamples: 50)
        let row = try #require(Self.row(.unansweredRate, regression))
        #expect(row.verdict == .worse && row.new == share && regression.verdict == .worse, "\(regression.table)")
    }

    @Test func runsThatAreNotAlikeAreNotTakenForAlike() {
        let base = Samples.run([("a", 0)], calls: 40)
        var other = base
        for index in 0..<10 { other.calls[index].scenario = "street" }
        let regression = Regression(base: base, new: other, resamples: 50)
        #expect(regression.unmatchedScenarios == ["street"] && regression.table.contains("street: a scenario of one of the runs only"))
        var empty = base
        empty.calls = []
        #expect(Regression(base: base, new: empty, resamples: 50).unmatched == ["a"])
    }

    /// The default of `bench latency`, of which a few calls fail for other causes.
    @Test func theUsualNumberOfCallsIsEnoughToSaySame() {
        #expect(regression([("a", 0)], [("a", 0)], calls: 40).rows[3].verdict == .same)
        #expect(regression([("a", 0)], [("a", 0)], calls: 36).rows[3].verdict == .same)
        #expect(regression([("a", 0)], [("a", 0)], calls: 31).rows[3].verdict == .notEnough)
    }

    @Test func armsAreMatchedByName() {
        let regression = regression([("a", 0), ("old", 0)], [("b", 0), ("a", 0)])
        #expect(Set(regression.rows.map(\.arm)) == ["a"])
        #expect(regression.unmatched == ["old", "b"])
        #expect(regression.table.contains("old: has calls in one of the runs only, not compared\n"))
    }

    @Test(arguments: [
        (20.0, 10.0, 30.0, 15.0, true, RegressionVerdict.worse), (20, 10, 30, 25, true, .notEnough), (20, 10, 30, 30, true, .same),
        (-20, -30, -10, 15, true, .better), (2, -5, 9, 10, true, .same),
        (2, -5, 11, 10, true, .notEnough), (2, -11, 5, 10, true, .notEnough), (20, 10, 30, 15, false, .notEnough), (0, 0, 0, 10, true, .same),
    ])
    func aVerdictFollowsTheRule(estimate: Double, lower: Double, upper: Double, threshold: Double, isEnough: Bool, expected: RegressionVerdict) {
        let verdict = RegressionVerdict(estimate: estimate, interval: Interval(lower: lower, upper: upper), threshold: threshold, isEnough: isEnough)
        #expect(verdict == expected)
    }

    @Test func theTableIsAligned() {
        let table = regression([("a", 0), ("a longer name", 0)], [("a", 100), ("a longer name", 0)]).table
        let lines = table.split(separator: "\n").map(String.init)
        #expect(lines.count == 1 + 10 + 1)
        #expect(lines[0].hasPrefix("arm            figure") && lines[0].hasSuffix("verdict"))
        let column = lines[0].count - "verdict".count
        for line in lines.dropFirst().dropLast() { #expect(["worse", "same", "better", "not enough"].contains(String(line.dropFirst(column)))) }
        #expect(lines.last == "verdict: worse (thresholds: latency 5.0 %, failed calls and unanswered turns 10.0 points)")
    }

    @Test func aNameDoesNotCommandTheTerminal() {
        #expect(!regression([("\u{1B}[2Ja", 0)], [("\u{1B}[2Ja", 0)]).table.contains("\u{1B}"))
    }
}

import Testing

@testable import Comparison

@Suite struct SummaryTests {
    private func texts(_ run: ComparisonRun, _ kind: Conclusion.Kind) -> [String] {
        Summary(run, resamples: 300).conclusions.filter { $0.kind == kind }.map(\.text)
    }

    @Test func aDifferenceIsSaidInASentence() throws {
        let run = Samples.run([("a", 0), ("b", 31)], calls: 60)
        let sentence = try #require(texts(run, .difference).first)
        let expected = /b answers the same turn (30|31|32) ms later than a \(95 % interval \d+ to \d+ ms, 60 and 60 calls\)\./
        #expect(sentence.wholeMatch(of: expected) != nil, "\(sentence)")
        // Less than a frame may be where in its frames each of them ends the part.
        #expect(!texts(run, .difference).contains { $0.hasPrefix("Of the parts") })
        let far = texts(Samples.run([("a", 0), ("b", 62)], calls: 60), .difference)
        #expect(far.contains { $0.hasPrefix("Of the parts, thinking takes 3") }, "\(far)")
    }

    @Test func soonerIsSoonerInEveryWord() throws {
        let sentences = texts(Samples.run([("a", 100), ("b", 0)], calls: 60), .difference)
        #expect(sentences.count == 5)
        #expect(sentences.allSatisfy { $0.contains(" sooner than a") || $0.contains(" less in b ") })
        #expect(!sentences.contains { $0.contains("-") })
    }

    @Test func noDifferenceSaysWhatWouldHaveBeenSeen() throws {
        let sentences = texts(Samples.run([("a", 0), ("b", 0)], calls: 60), .undecided)
        let expected = /No difference between the medians of a and b is shown; one of more than about [\d.]+ ms would probably have been\./
        #expect(sentences.contains { $0.wholeMatch(of: expected) != nil }, "\(sentences)")
    }

    @Test func tooFewCallsSaySo() {
        let run = Samples.run([("a", 0), ("b", 500)], calls: 12)
        #expect(texts(run, .tooFew) == ["Too few calls to say which of a and b answers sooner: 12, at least 30 each are wanted."])
        #expect(texts(run, .difference).isEmpty)
    }

    @Test func aPartAloneIsNoNews() {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 60)
        for index in run.calls.indices where run.calls[index].arm == "b" {
            for turn in run.calls[index].turns.indices { run.calls[index].turns[turn].spans[.thinking]? += 40 }
        }
        let summary = Summary(run, resamples: 200)
        #expect(summary.comparisons[0].difference(.shift, of: .thinking)?.isClaimed == true)
        #expect(!summary.conclusions.contains { $0.text.hasPrefix("Of the parts") })
    }

    @Test func threeArmsAreComparedWithTheFirst() {
        let summary = Summary(Samples.run([("a", 0), ("b", 30), ("c", 60)], calls: 40), resamples: 200)
        #expect(summary.comparisons.map { [$0.base, $0.other] } == [["a", "b"], ["a", "c"]])
        #expect(abs((summary.comparisons[1].difference(.shift)?.estimate ?? 0) - 60) < 2)
        #expect(summary.sampleRatio?.observed == [40, 40, 40])
    }

    @Test func runsWithoutCallsHaveASummary() {
        #expect(Summary(ComparisonRun(facts: Samples.facts([]), calls: [])).arms.isEmpty)
        let empty = Summary(ComparisonRun(facts: Samples.facts(["a", "b"]), calls: []))
        #expect(empty.arms.map(\.calls) == [0, 0])
        #expect(empty.comparisons.first?.differences.isEmpty == true)
        #expect(empty.conclusions.filter { $0.kind == .warning }.map(\.text) == ["a has no calls.", "b has no calls."])
        #expect(empty.conclusions.contains { $0.kind == .tooFew })
    }

    @Test func oneArmAloneHasNothingToCompare() {
        let summary = Summary(Samples.run([("a", 0)], calls: 40), resamples: 100)
        #expect(summary.comparisons.isEmpty && summary.sampleRatio == nil && summary.conclusions.isEmpty)
        #expect(summary.arms[0].scenarios[0].interval != nil)
    }

    @Test func oneCallHasFiguresWithoutIntervals() {
        let summary = Summary(Samples.run([("a", 0), ("b", 0)], calls: 1), resamples: 100)
        #expect(summary.arms[0].distribution(of: .voiceToVoice)?.p50 == 500)
        #expect(summary.arms[0].scenarios[0].median == 500 && summary.arms[0].scenarios[0].interval == nil)
        #expect(texts(Samples.run([("a", 0), ("b", 0)], calls: 1), .tooFew).first?.contains("fewer than two calls") == true)
    }

    @Test func allCallsFailedIsAResult() {
        let calls = (0..<40).flatMap { index in
            ["a", "b"].map { Samples.call("\($0)\(index)", $0, failure: $0 == "b" ? "refused" : nil, $0 == "b" ? [] : [600 + Double(index)]) }
        }
        let summary = Summary(ComparisonRun(facts: Samples.facts(["a", "b"]), calls: calls), resamples: 100)
        #expect(summary.arms[1].failures == [.init(text: "refused", count: 40)])
        let texts = summary.conclusions.map(\.text)
        #expect(texts.contains("All 40 calls of b failed."))
        #expect(texts.contains { $0.hasPrefix("b has more failed calls than a: 100.0 % against 0.0 %") })
    }

    @Test func everyOutcomeIsCounted() {
        let call = Samples.call("1", "a", outcomes: TurnOutcome.allCases, [1, 2, 3, 4, 5, 6])
        let arm = Summary(ComparisonRun(facts: Samples.facts(["a"]), calls: [call]), resamples: 10).arms[0]
        #expect(arm.outcomes == Dictionary(uniqueKeysWithValues: TurnOutcome.allCases.map { ($0, 1) }))
        #expect(arm.turns == 6)
        #expect(arm.distribution(of: .voiceToVoice)?.count == 1)
    }

    @Test func aSplitThatIsOffIsWarnedOf() {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 100)
        run.calls.removeAll { $0.arm == "b" && $0.started >= 40 }
        #expect(texts(run, .warning).first?.hasPrefix("The calls are not split as set: 100 : 40 instead of 70 : 70") == true)
    }

    @Test func rulersThatDisagreeAreWarnedOf() {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 40)
        for index in run.calls.indices { run.calls[index].turns[0].spans[.callerVoiceToVoice] = 9_000 }
        for index in run.calls.indices { run.calls[index].turns[1].spans[.callerVoiceToVoice] = nil }
        #expect(texts(run, .warning).contains { $0.hasPrefix("The callers of a hear answers 8,4") })
    }

    @Test func moneyOfTwoCurrenciesIsNotAdded() {
        var calls = (0..<4).map { Samples.call("\($0)", "a", [600]) }
        calls[0].cost = Cost(amount: 0.10, currency: "USD")
        calls[1].cost = Cost(amount: 0.30, currency: "USD")
        calls[2].cost = Cost(amount: 0.50, currency: "BRL")
        let arm = Summary(ComparisonRun(facts: Samples.facts(["a"]), calls: calls), resamples: 10).arms[0]
        #expect(arm.costs == [Cost(amount: 0.5, currency: "BRL"), Cost(amount: 0.4, currency: "USD")])
        #expect(arm.costPerMinute == [Cost(amount: 1, currency: "BRL"), Cost(amount: 0.4, currency: "USD")])
        #expect(arm.callsWithCost == 3)
    }

    @Test func theSameRunGivesTheSameSummary() {
        let run = Samples.run([("a", 0), ("b", 10)], calls: 40)
        #expect(Summary(run, resamples: 100) == Summary(run, resamples: 100))
    }
}

import FoundationEssentials
import Testing

@testable import Comparison

@Suite struct ChartTests {
    private let run = Samples.run([("a", 0), ("b", 30)], calls: 60)

    private func count(_ figure: Figure, _ text: String) -> Int { figure.body.components(separatedBy: text).count - 1 }

    @Test func everyArmHasItsDistribution() {
        let figure = HistogramChart.voiceToVoice(run)
        #expect(count(figure, "class=\"area") == 2)
        #expect(count(figure, "class=\"median\"") == 2)
        #expect(figure.body.contains("120 turns, median 526 ms"))
        #expect(figure.description.hasPrefix("a: 120 turns, half of them up to 5"))
    }

    @Test func turnsOutsideTheAxisAreCounted() {
        var run = run
        run.calls[0].turns[0].spans[.voiceToVoice] = 90_000
        #expect(HistogramChart.voiceToVoice(run).body.contains("voice to voice (ms); 1 turn lies outside"))
    }

    @Test func everyArmHasItsLine() {
        let figure = ECDFChart.figure(run)
        #expect(figure.body.contains("class=\"line s0\"") && figure.body.contains("class=\"line s1 d1\""))
        #expect(figure.body.contains("share of turns (%)"))
    }

    @Test func aPercentileThatDoesNotExistHasNoBar() {
        let figure = PartsChart.figure(Samples.run([("a", 0)], calls: 30))
        #expect(figure.body.contains(">p95<") && !figure.body.contains(">p99<"))
        #expect(figure.body.contains("a, p50: thinking"))
        #expect(figure.body.contains("not accounted for"))
    }

    @Test func everyScenarioAndArmHasADot() {
        var run = run
        for index in run.calls.indices where index % 2 == 0 { run.calls[index].scenario = "noisy" }
        #expect(count(ScenarioChart.figure(Summary(run, resamples: 50)), "<circle") == 4)
    }

    @Test func pointsOverTimeAreThinnedOut() {
        let figure = TimeChart.figure(Samples.run([("a", 0)], calls: 1_500))
        #expect((200...430).contains(count(figure, "<circle")))
        #expect(figure.body.contains("since the run began (minutes)"))
    }

    @Test func rulersThatAgreeMakeANarrowChart() {
        let figure = HistogramChart.disagreement(run)
        #expect(figure.name == "disagreement" && figure.description.contains("half of them up to 20 ms"))
    }

    @Test func nothingMeasuredIsSaid() {
        let empty = ComparisonRun(facts: Samples.facts(["a"]), calls: [])
        for figure in [HistogramChart.voiceToVoice(empty), ECDFChart.figure(empty), PartsChart.figure(empty), TimeChart.figure(empty)] {
            #expect(figure.body.contains("Nothing was measured."))
        }
        #expect(ScenarioChart.figure(Summary(empty)).description == "Nothing was measured.")
    }

    @Test func aFileOfItsOwnHasItsColours() {
        let figure = ECDFChart.figure(run)
        #expect(figure.standalone.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(figure.standalone.contains("prefers-color-scheme:dark") && !figure.inline.contains("<style"))
    }
}

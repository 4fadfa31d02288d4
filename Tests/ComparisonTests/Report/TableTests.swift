import FoundationEssentials
import Testing

@testable import Comparison

@Suite struct TableTests {
    /// A row's cells by its header.
    private func cells(_ table: Table, _ header: String) -> [String]? {
        let rows = table.html.matches(of: /<tr[^>]*><th scope="row">(?:<span[^>]*><\/span>)?([^<]*)<\/th>(.*)<\/tr>/)
        return rows.first { $0.output.1 == header }.map { $0.output.2.matches(of: /<td[^>]*>([^<]*)<\/td>/).map { String($0.output.1) } }
    }

    private let summary: Summary = {
        var run = Samples.run([("a", 0), ("b", 30)], calls: 40)
        for index in 40..<46 {
            run.calls[index].failure = "refused"
            run.calls[index].turns = []
        }
        run.calls[46].turns[0].outcome = .timedOut
        run.calls[47].turns[0].outcome = .empty
        run.calls[48].handoff = "answered"
        run.calls[49].cost = Cost(amount: 0.5, currency: "USD")
        return Summary(run, resamples: 100)
    }()

    @Test func whatWentWrongIsARow() {
        let table = Table.outcomes(summary)
        #expect(cells(table, "failed calls") == ["0 (0.0 %)", "6 (15.0 %)"])
        #expect(cells(table, "… refused") == ["0", "6"])
        #expect(cells(table, "timed out") == ["0 (0.0 %)", "1 (1.5 %)"])
        #expect(cells(table, "empty reply") == ["0 (0.0 %)", "1 (1.5 %)"])
        #expect(cells(table, "interrupted") == ["0 (0.0 %)", "0 (0.0 %)"])
        #expect(cells(table, "calls handed over") == ["0 (0.0 %)", "1 (2.5 %)"])
        #expect(cells(table, "calls whose cost is known") == ["0 (0.0 %)", "1 (2.5 %)"])
        #expect(cells(table, "cost") == ["unknown", "0.50 USD"])
        #expect(cells(table, "cost per minute") == ["unknown", "1.0000 USD"])
    }

    @Test func percentilesHaveTheirCounts() {
        let table = Table.latency(summary)
        #expect(cells(table, "voice to voice, a")?.prefix(2) == ["80", "40"])
        #expect(cells(table, "voice to voice, a")?[6] == "–")
        #expect(cells(table, "voice to voice, b")?.prefix(2) == ["66", "34"])
        #expect(cells(table, "endpointing, a") == nil)
        #expect(cells(table, "caller&#39;s measure less the gateway&#39;s, a")?[3] == "20")
    }

    @Test func differencesHaveIntervalsAndAVerdict() throws {
        let table = Table.differences(summary.comparisons[0])
        let row = try #require(cells(table, "voice to voice"))
        #expect(row[0] == "same turn" && row[3].hasPrefix("+") && row[4].contains(" … ") && row[7] == "shown")
        let rates = try #require(cells(Table.rates(summary.comparisons[0]), "failed calls"))
        #expect(rates.prefix(3) == ["0 of 40", "6 of 40", "+15.0"])
    }

    @Test func aThousandReasonsDoNotFillThePage() {
        let calls = (0..<1_000).map { Samples.call("\($0)", "a", failure: "error \($0)", []) }
        let table = Table.outcomes(Summary(ComparisonRun(facts: Samples.facts(["a"]), calls: calls), resamples: 10))
        #expect(table.html.components(separatedBy: "… error").count == 13)
    }

    @Test func scenariosAreListedForThoseWhoDoNotSeeTheChart() {
        #expect(cells(Table.scenarios(summary), "office, a")?.prefix(2) == ["40", "80"])
    }
}

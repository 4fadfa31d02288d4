import Testing

@testable import Comparison

@Suite struct ChartPartsTests {
    @Test func longNamesAreCut() {
        let name = String(repeating: "provider-", count: 40)
        let fitted = Label.fitted(name, in: 100)
        #expect(fitted.hasSuffix("…") && Label.width(fitted) <= 100)
        #expect(Label.fitted("short", in: 100) == "short")
        #expect(Label.width("日本") > Label.width("ab"))
    }

    @Test func aLegendWrapsBeforeTheEdge() {
        let one = Legend(arms: ["a", "b"])
        let many = Legend(arms: (0..<9).map { "an arm with a long name \($0)" })
        #expect(many.height > one.height)
        var drawing = Drawing()
        many.draw(on: &drawing)
        let places = drawing.body.matches(of: /<text x="([\d.]+)"/).compactMap { Double($0.output.1) }
        #expect(places.count == 9 && places.allSatisfy { $0 < Figure.width - 100 })
    }

    @Test func binsHoldEveryValueOfTheirRange() {
        let distribution = EmpiricalDistribution((0...1_000).map { Double($0) })
        let bins = Bins([distribution], 0...1_000)
        #expect(abs(bins.shares(distribution).reduce(0, +) - 1) < 1e-9)
        #expect(Bins([EmpiricalDistribution([])], 0...1).highest > 0)
        #expect(Bins([EmpiricalDistribution([5, 5, 5])], 4...6).highest == 1)
    }

    @Test func thePartsOfAPercentileAreThoseOfItsNeighbours() throws {
        let turns = (1...100).map { (index: Int) -> MeasuredTurn in
            let spans: [SpanName: Double] = [.voiceToVoice: Double(index) * 10, .thinking: Double(index) * 6, .endpointing: Double(index) * 3]
            return MeasuredTurn(number: 1, offset: 0, outcome: .answered, spans: spans)
        }
        let parts = try #require(PercentileParts(turns, 0.9))
        #expect(parts.total == 900)
        #expect(parts.parts.map(\.span) == [.endpointing, .thinking])
        #expect(parts.parts.map(\.mean) == [270, 540])
        #expect(abs(parts.rest - 90) < 1e-9)
        #expect(PercentileParts(turns, 0.99) != nil)
        #expect(PercentileParts(Array(turns.prefix(50)), 0.99) == nil)
        #expect(PercentileParts([], 0.5) == nil)
    }
}

import Testing

@testable import Comparison

@Suite struct FigureDifferenceTests {
    /// Calls of one or two turns, 20 to 40 s long, at a price by the minute.
    private static func arm(_ name: String, calls: Int = 40, seconds: Double = 0, turns: Int = 0, price: Double = 0.1, currency: String = "USD")
        -> [MeasuredCall]
    {
        (0..<calls).map { index in
            var call = Samples.call("\(name)\(index)", name, [Double](repeating: 600, count: 1 + index % 2 + turns))
            call.duration = 20 + Double(index % 21) + seconds
            call.cost = Cost(amount: call.duration / 60 * price, currency: currency)
            return call
        }
    }

    @Test func aMeanOfCallsHasTheIntervalOfMeans() throws {
        let (base, other) = (Self.arm("a"), Self.arm("b", seconds: 10))
        let difference = try #require(FigureDifference(.duration, base: base, other: other))
        let mean = base.map(\.duration).reduce(0, +) / 40
        let variance = base.reduce(0) { $0 + ($1.duration - mean) * ($1.duration - mean) } / 39 / 40
        let reach = 1.959963984540054 * (2 * variance).squareRoot()
        #expect(abs(difference.base - mean) < 1e-9 && abs(difference.estimate - 10) < 1e-9)
        #expect(abs(difference.interval.lower - (10 - reach)) < 1e-9 && abs(difference.interval.upper - (10 + reach)) < 1e-9)
        #expect(difference.isClaimed && difference.units == [40, 40])
        #expect(try !#require(FigureDifference(.duration, base: base, other: base)).isClaimed)
    }

    @Test func turnsAndCostsAreComparedToo() throws {
        let (base, other) = (Self.arm("a"), Self.arm("b", turns: 1, price: 0.12))
        #expect(try #require(FigureDifference(.turns, base: base, other: other)).estimate == 1)
        let cost = try #require(FigureDifference(.cost, base: base, other: other))
        #expect(abs(cost.base - 0.1) < 1e-12 && abs(cost.estimate - 0.02) < 1e-12 && cost.currency == "USD" && cost.isClaimed)
    }

    @Test func currenciesAreNotMixed() { #expect(FigureDifference(.cost, base: Self.arm("a"), other: Self.arm("b", currency: "BRL")) == nil) }

    @Test func whatIsKnownOfNobodyIsNotCompared() {
        var unknown = Self.arm("b")
        for index in unknown.indices { unknown[index].cost = nil }
        #expect(FigureDifference(.cost, base: Self.arm("a"), other: unknown) == nil)
        #expect(FigureDifference(.turns, base: Self.arm("a"), other: Self.arm("b", calls: 1)) == nil)
    }

    /// One caller's calls are one observation.
    @Test func callersAreTheUnitsWhereTheyStay() throws {
        func one(_ calls: [MeasuredCall]) -> [MeasuredCall] {
            calls.enumerated().map { index, call in
                var call = call
                call.caller = "\(call.arm)\(index % 10)"
                return call
            }
        }
        let difference = try #require(FigureDifference(.duration, base: one(Self.arm("a")), other: one(Self.arm("b", seconds: 10))))
        #expect(difference.units == [10, 10] && difference.interval.excludesZero && !difference.isClaimed)
    }

    @Test func theReportSaysIt() throws {
        var run = Samples.run([("a", 0), ("b", 0)], calls: 0)
        run.calls = Self.arm("a") + Self.arm("b", seconds: 10, price: 0.12)
        let summary = Summary(run, resamples: 50)
        let texts = summary.conclusions.map(\.text)
        #expect(texts.contains { $0.hasPrefix("b has 10.0 more seconds per call than a (95 % interval ") }, "\(texts)")
        #expect(texts.contains { $0.hasPrefix("b has 0.0200 USD more cost per minute than a (95 % interval ") }, "\(texts)")
        run.calls[0].cost = nil
        #expect(Summary(run, resamples: 50).conclusions.contains { $0.text.hasPrefix("The cost of 39 of a's 40 calls is known") })
        let page = try #require(try Report(run, resamples: 50).files().first { $0.name == "report.html" })
        #expect(page.contents.contains("seconds per call"))
    }
}

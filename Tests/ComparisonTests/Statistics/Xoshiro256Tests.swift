import Testing

@testable import Comparison

@Suite struct Xoshiro256Tests {
    /// Computed with a Python transcription of the authors' C.
    @Test func itGivesTheAuthorsNumbers() {
        var generator = Xoshiro256(seed: 0)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(numbers == [0x99ec_5f36_cb75_f2b4, 0xbf6e_1f78_4956_452a, 0x1a5f_849d_4933_e6e0, 0x6aa5_94f1_262d_2d2c, 0xbba5_ad4a_1f84_2e59])
    }

    @Test func indicesAreEvenlySpread() {
        var generator = Xoshiro256(seed: 5)
        var counts = [0, 0, 0, 0, 0, 0, 0]
        for _ in 0..<70_000 { counts[generator.index(below: 7)] += 1 }
        #expect(ChiSquare.upperTail(counts.reduce(0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }, degrees: 6) > 0.001)
    }

    @Test func unitsStayBelowOne() {
        var generator = Xoshiro256(seed: 6)
        let units = (0..<10_000).map { _ in generator.unit() }
        #expect(units.allSatisfy { (0..<1).contains($0) })
        #expect(abs(units.reduce(0, +) / 10_000 - 0.5) < 0.02)
    }

    @Test func aDrawKeepsTheNumberOfCalls() {
        var generator = Xoshiro256(seed: 7)
        var draws = CallDraws(count: 50)
        #expect(draws.draws == Array(repeating: 1, count: 50))
        draws.draw(using: &generator)
        #expect(draws.draws.reduce(0, +) == 50)
        // 1/e of the calls are left out on average.
        #expect((8...30).contains(draws.draws.count { $0 == 0 }))
    }
}

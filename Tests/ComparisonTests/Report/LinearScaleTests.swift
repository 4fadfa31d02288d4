import Testing

@testable import Comparison

@Suite struct LinearScaleTests {
    @Test(arguments: [
        (312.0, 1_687.0, [0.0, 500, 1_000, 1_500, 2_000]), (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (600, 600, [599, 599.5, 600, 600.5, 601]),
        (-35, 48, [-40, -20, 0, 20, 40, 60]),
    ])
    func ticksAreRoundAndEncloseTheValues(low: Double, high: Double, expected: [Double]) {
        let scale = LinearScale(low...high, to: (0, 100), ticks: 5)
        #expect(zip(scale.ticks, expected).allSatisfy { abs($0 - $1) < 1e-9 } && scale.ticks.count == expected.count, "\(scale.ticks)")
        #expect(scale.domain.contains(low) && scale.domain.contains(high))
    }

    @Test func placesRunFromEndToEnd() {
        let scale = LinearScale(0...10, to: (200, 100), ticks: 5)
        #expect(scale(0) == 200 && scale(10) == 100 && scale(5) == 150)
        #expect(scale(-99) == 200 && scale(1e300) == 100)
    }

    @Test func labelsTellTicksApart() {
        for (low, high) in [(0.0, 0.003), (5.1, 5.2), (0, 7e9), (-1e12, 1e12)] {
            let scale = LinearScale(low...high, to: (0, 1), ticks: 6)
            #expect(Set(scale.ticks.map(scale.label)).count == scale.ticks.count, "\(scale.ticks.map(scale.label))")
            #expect(scale.ticks.count <= 13)
        }
    }
}

/// The differences of each turn of one arm with the turns of another that answered the same thing: same scenario, same turn, about the same time.
///
/// Their median (Hodges, Lehmann 1963, within cells) is how much later the same turn is answered. What was asked and when no longer adds to the
/// spread, and even where cells do not differ it needs a third fewer calls than the difference of medians to see the same shift.
struct TurnPairs {
    private struct Pair {
        var difference: Double
        var weight: Float
        var base: Int32
        var other: Int32
    }
    /// The turns of one cell, by the indices of their calls.
    private struct Block {
        var base: [Int32]
        var other: [Int32]

        /// Of each of its pairs: n·m pairs tell as much as n·m/(n + m) (van Elteren 1960), else large blocks would outweigh small ones.
        var weight: Double { 1 / Double(base.count + other.count) }
    }
    private var pairs: [Pair] = []
    private var blocks: [Block] = []

    /// Partners per turn. More partners add little (the variance falls as 1 + 1/(2 partners)), while blocks that are short in time follow its drift.
    private static let partners = 16
    /// What keeps a day of live traffic to a second or two: beyond, blocks are shorter.
    private static let limit = 400_000

    init(_ base: SpanSample, _ other: SpanSample) {
        let (baseCells, otherCells) = (Self.cells(base), Self.cells(other))
        let partners = max(4, min(Self.partners, Self.limit / max(1, max(base.values.count, other.values.count))))
        for (cell, left) in baseCells.sorted(by: { ($0.key.scenario, $0.key.turn, $0.key.phase ?? -1) < ($1.key.scenario, $1.key.turn, $1.key.phase ?? -1) }) {
            guard let right = otherCells[cell] else { continue }
            let count = max(1, min(left.count, right.count) / partners)
            for index in 0..<count { add(Self.part(left, index, of: count), Self.part(right, index, of: count)) }
        }
        pairs.sort { ($0.difference, $0.base, $0.other) < ($1.difference, $1.base, $1.other) }
    }

    private static func cells(_ sample: SpanSample) -> [SpanSample.Cell: [SpanSample.Value]] {
        Dictionary(grouping: sample.values, by: \.cell).mapValues { $0.sorted { ($0.offset, $0.call) < ($1.offset, $1.call) } }
    }

    /// Interleaved arms keep step: the nth part of the one is of the same time as the nth part of the other.
    private static func part(_ values: [SpanSample.Value], _ index: Int, of count: Int) -> ArraySlice<SpanSample.Value> {
        values[(values.count * index / count)..<(values.count * (index + 1) / count)]
    }

    private mutating func add(_ left: ArraySlice<SpanSample.Value>, _ right: ArraySlice<SpanSample.Value>) {
        let block = Block(base: left.map(\.call), other: right.map(\.call))
        blocks.append(block)
        for one in left {
            for another in right {
                pairs.append(Pair(difference: another.value - one.value, weight: Float(block.weight), base: one.call, other: another.call))
            }
        }
    }

    var isEmpty: Bool { pairs.isEmpty }
    var count: Int { pairs.count }
    var turns: (base: Int, other: Int) { blocks.reduce((0, 0)) { ($0.0 + $1.base.count, $0.1 + $1.other.count) } }

    /// The median difference, each pair counted as often as both its calls were drawn.
    func shift(_ base: [Int32], _ other: [Int32]) -> Double? {
        // By blocks: a sum over the turns instead of the pairs.
        let total = blocks.reduce(0.0) { sum, block in
            let (left, right) = (block.base.reduce(0) { $0 + Int(base[Int($1)]) }, block.other.reduce(0) { $0 + Int(other[Int($1)]) })
            return sum + Double(left * right) * block.weight
        }
        guard total > 0 else { return nil }
        var passed = 0.0
        for pair in pairs {
            passed += Double(base[Int(pair.base)] &* other[Int(pair.other)]) * Double(pair.weight)
            if passed >= total / 2 { return pair.difference }
        }
        return pairs.last?.difference
    }
}

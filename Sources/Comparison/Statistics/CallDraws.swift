/// Draws as many calls as there were, with repetition: how often each call is in a resample.
///
/// Whole calls, since the turns of one call share its connection, its server and its caller.
struct CallDraws {
    private(set) var draws: [Int32]

    /// At first every call once: the sample itself.
    init(count: Int) { draws = Array(repeating: 1, count: count) }

    mutating func draw(using generator: inout some RandomNumberGenerator) {
        for index in draws.indices { draws[index] = 0 }
        for _ in draws.indices { draws[generator.index(below: draws.count)] += 1 }
    }
}

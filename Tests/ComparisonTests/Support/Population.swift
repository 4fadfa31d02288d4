import Comparison
import Glibc

/// Calls as a benchmark run would measure them, drawn from distributions whose true difference is known.
///
/// Voice to voice = median · exp(what is asked + the call + the turn) + shift: lognormal, as published latencies of providers look. How the variance
/// divides among the three is assumed, for nobody publishes it; what is asked are 24 cells of scenario and turn, a call has 3–6 turns.
struct Population {
    /// p90 ÷ p50 over all turns of an arm.
    var spread: Double
    /// Milliseconds by which the second arm answers later.
    var shift: Double
    var calls = 100
    /// Milliseconds that values are rounded to; 0: they are not.
    var frame = 0.0
    /// Of the variance of the logarithm.
    var shares = (asked: 0.3, call: 0.1, turn: 0.6)

    static let median = 600.0
    static let scenarios = 4

    var deviation: Double { log(spread) / 1.2815515655446004 }

    /// Both arms' calls in one random order, as the runner interleaves them.
    func draw(seed: UInt64) -> (base: [MeasuredCall], other: [MeasuredCall]) {
        var generator = Xoshiro256(seed: seed)
        var (base, other): ([MeasuredCall], [MeasuredCall]) = ([], [])
        var order = (0..<(2 * calls)).map { $0 % 2 == 0 }
        order.shuffle(using: &generator)
        for (index, isBase) in order.enumerated() {
            let number = isBase ? base.count : other.count
            let made = call(index, scenario: number % Self.scenarios, isBase ? 0 : shift, &generator)
            if isBase { base.append(made) } else { other.append(made) }
        }
        return (base, other)
    }

    private func call(_ index: Int, scenario: Int, _ shift: Double, _ generator: inout Xoshiro256) -> MeasuredCall {
        let ofCall = deviation * shares.call.squareRoot() * normal(&generator)
        let turns = (1...Int.random(in: 3...6, using: &generator)).map { number in
            let asked = deviation * shares.asked.squareRoot() * Self.asked(scenario, number)
            let ofTurn = deviation * shares.turn.squareRoot() * normal(&generator)
            var value = Self.median * exp(asked + ofCall + ofTurn) + shift
            if frame > 0 { value = (value / frame).rounded() * frame }
            return MeasuredTurn(number: number, offset: Double(index) * 5 + Double(number), outcome: .answered, spans: [.voiceToVoice: value])
        }
        return MeasuredCall(id: "\(index)", arm: "", scenario: "\(scenario)", started: Double(index) * 5, duration: 30, turns: turns)
    }

    /// Fixed effects of unit variance: the same question takes the same longer in every call.
    private static func asked(_ scenario: Int, _ number: Int) -> Double {
        effects[scenario * 6 + number - 1]
    }

    private static let effects: [Double] = {
        var generator = Xoshiro256(seed: 4)
        let raw = (0..<(scenarios * 6)).map { _ in normal(&generator) }
        let mean = raw.reduce(0, +) / Double(raw.count)
        let deviation = (raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(raw.count)).squareRoot()
        return raw.map { ($0 - mean) / deviation }
    }()
}

func normal(_ generator: inout Xoshiro256) -> Double {
    let radius = (-2 * log(Double.random(in: Double.leastNormalMagnitude..<1, using: &generator))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
}

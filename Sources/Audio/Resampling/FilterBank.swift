import Glibc

/// The coefficients of one ratio: a Kaiser-windowed low-pass, cut into a phase per output position.
///
/// Designed once per ratio and shared; 48 taps per phase give images and aliases below −85 dB and a gain of 0.00 dB at 0.85 of the
/// lower Nyquist frequency.
struct FilterBank: Sendable {
    /// Input samples per output group, and output samples per group.
    let down: Int
    let up: Int
    /// Taps of one phase, a multiple of 16; those that the design doesn't need are zero.
    let taps: Int
    /// `up` phases of `taps` coefficients each, in the order in which input samples are read.
    let coefficients: [Float]
    /// Group delay in input samples.
    let delay: Double

    /// The banks between the rates that calls use, designed once; others are designed anew.
    static func shared(from: SampleRate, to: SampleRate) -> FilterBank { common[Pair(from: from, to: to)] ?? FilterBank(from: from, to: to) }

    private struct Pair: Hashable {
        var from: SampleRate
        var to: SampleRate
    }

    private static let common: [Pair: FilterBank] = {
        let rates: [SampleRate] = [.hz8000, .hz16000, .hz24000, .hz48000]
        let pairs = rates.flatMap { from in rates.filter { $0 != from }.map { Pair(from: from, to: $0) } }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0, FilterBank(from: $0.from, to: $0.to)) })
    }()

    init(from: SampleRate, to: SampleRate) {
        let divisor = Self.greatestCommonDivisor(from.hertz, to.hertz)
        let up = to.hertz / divisor
        let down = from.hertz / divisor
        // When going down, the filter is as many times longer (in input samples) as the band is narrower.
        let stretch = max(1, Double(down) / Double(up))
        let span = Int((48 * stretch).rounded(.up))
        let taps = (span + 15) / 16 * 16
        let cutoff = 0.5 / Double(max(up, down)) * 0.945
        // The centre falls on a sample of the lower rate, so that up and down again comes out on the samples that went in: a second
        // G.711 coding then finds the codes of the first. The sample before the first one mirrors none and is left out.
        let centre = Double(span * up) / 2
        var prototype = [Double](repeating: 0, count: span * up)
        let beta = 9.2
        for index in 1..<prototype.count {
            let time = Double(index) - centre
            let sinc = time == 0 ? 2 * cutoff : sin(2 * .pi * cutoff * time) / (.pi * time)
            let position = time / centre
            prototype[index] = sinc * Self.bessel(beta * (1 - position * position).squareRoot()) / Self.bessel(beta) * Double(up)
        }
        var phases = [Float](repeating: 0, count: taps * up)
        for phase in 0..<up {
            var sum = 0.0
            for tap in 0..<span { sum += prototype[tap * up + phase] }
            // Each phase passes a constant unchanged, or the image of 0 Hz would be heard as a tone.
            for tap in 0..<span { phases[phase * taps + (taps - 1 - tap)] = Float(prototype[tap * up + phase] / sum) }
        }
        self.up = up
        self.down = down
        self.taps = taps
        coefficients = phases
        delay = centre / Double(up)
    }

    private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int { second == 0 ? first : greatestCommonDivisor(second, first % second) }

    /// Modified Bessel function of the first kind, order 0.
    private static func bessel(_ value: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        for order in 1..<64 {
            term *= (value / 2 / Double(order)) * (value / 2 / Double(order))
            sum += term
            if term < sum * 1e-17 { break }
        }
        return sum
    }
}

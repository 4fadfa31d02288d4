import Audio
import Glibc

/// Cost and quality of a rate change, ours next to speexdsp's.
struct ResamplerFigures: Codable {
    var from: Int
    var to: Int
    var implementation: String
    var microsecondsPerFrame: Double
    var allocationsPerFrame: Double
    var delayMilliseconds: Double
    /// At 0.85 of the lower Nyquist frequency.
    var gainDecibels: Double
    /// The loudest image or alias of any tone below 0.85 or above 1.15 of the lower Nyquist frequency.
    var worstProductDecibels: Double
    var signalToNoiseDecibels: Double
}

enum ResamplerBench {
    static let rates: [SampleRate] = [.hz8000, .hz16000, .hz24000, .hz48000]

    static func run() -> [ResamplerFigures] {
        rates.flatMap { from in
            rates.filter { $0 != from }.flatMap { to in
                [figures("own", from, to) { OwnRateChanger(from, to) }, figures("speexdsp q5", from, to) { SpeexRateChanger(from, to) }]
            }
        }
    }

    private static func figures<Changer: RateChanger>(_ name: String, _ from: SampleRate, _ to: SampleRate, _ make: () -> Changer) -> ResamplerFigures {
        func resampled(_ frequency: Double) -> ArraySlice<Int16> {
            var changer = make()
            var output: [Int16] = []
            changer.process(Spectrum.tone(frequency, from, samples: from.hertz / 2), appendingTo: &output)
            // A tenth of a second after the start: whole periods of any multiple of 10 Hz.
            let start = to.hertz / 10
            return output[start..<start + to.hertz / 10 * 3]
        }
        var changer = make()
        let frame = Spectrum.tone(440, from, samples: from.samples(milliseconds: 20))
        var output: [Int16] = []
        let cost = Cost.measure {
            output.removeAll(keepingCapacity: true)
            changer.process(frame, appendingTo: &output)
        }
        let nyquist = Double(min(from, to).hertz) / 2
        return ResamplerFigures(
            from: from.hertz, to: to.hertz, implementation: name, microsecondsPerFrame: cost.microseconds, allocationsPerFrame: cost.allocations,
            delayMilliseconds: changer.delayMilliseconds,
            gainDecibels: Spectrum.level(of: 0.85 * nyquist, in: resampled(0.85 * nyquist), to),
            worstProductDecibels: worstProduct(from, to, resampled),
            signalToNoiseDecibels: Spectrum.signalToNoise(1_000, in: resampled(1_000), to))
    }

    private static func worstProduct(_ from: SampleRate, _ to: SampleRate, _ resampled: (Double) -> ArraySlice<Int16>) -> Double {
        let nyquist = Double(min(from, to).hertz) / 2
        let goingUp = from < to
        let range = goingUp ? stride(from: 0.05, through: 0.85, by: 0.1) : stride(from: 1.15, through: Double(from.hertz) / 2 / nyquist - 0.03, by: 0.1)
        var worst = -200.0
        for share in range {
            let frequency = (share * nyquist / 10).rounded() * 10
            let output = resampled(frequency)
            for product in products(of: frequency, from, to) { worst = max(worst, Spectrum.level(of: product, in: output, to)) }
        }
        return worst
    }

    /// Where images (of the input's spectrum, repeated at its rate) and aliases (folded at the output's rate) of a tone come to lie.
    private static func products(of frequency: Double, _ from: SampleRate, _ to: SampleRate) -> [Double] {
        let half = Double(to.hertz) / 2
        var found: Set<Double> = []
        for image in 0...12 {
            for tone in [Double(image * from.hertz) + frequency, Double(image * from.hertz) - frequency] {
                let folded = abs(tone - (tone / Double(to.hertz)).rounded() * Double(to.hertz))
                if folded <= half, abs(folded - frequency) > 1, folded > 0 { found.insert(folded) }
            }
        }
        return Array(found)
    }
}

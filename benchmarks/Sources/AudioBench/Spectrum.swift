import Audio
import Glibc

/// Sines made and measured.
enum Spectrum {
    static let amplitude = 16_000.0

    static func tone(_ frequency: Double, _ rate: SampleRate, samples: Int) -> [Int16] {
        (0..<samples).map { Int16((amplitude * sin(2 * .pi * frequency * Double($0) / Double(rate.hertz))).rounded()) }
    }

    /// Level of one frequency relative to `tone`, in dB (Goertzel's algorithm under a Blackman-Harris window, whose side lobes lie below −92 dB).
    static func level(of frequency: Double, in samples: ArraySlice<Int16>, _ rate: SampleRate) -> Double {
        let turn = 2 * .pi * frequency / Double(rate.hertz)
        let step = 2 * .pi / Double(samples.count)
        var (real, imaginary, weight) = (0.0, 0.0, 0.0)
        for (index, sample) in samples.enumerated() {
            let at = Double(index)
            let window = 0.35875 - 0.48829 * cos(step * at) + 0.14128 * cos(2 * step * at) - 0.01168 * cos(3 * step * at)
            real += window * Double(sample) * cos(turn * at)
            imaginary += window * Double(sample) * sin(turn * at)
            weight += window
        }
        return 20 * log10(max(1e-9, 2 * (real * real + imaginary * imaginary).squareRoot() / weight / amplitude))
    }

    /// Power of the sine of `frequency` that fits best, against all that it leaves over, in dB.
    static func signalToNoise(_ frequency: Double, in samples: ArraySlice<Int16>, _ rate: SampleRate) -> Double {
        // A whole number of periods makes sine and cosine orthogonal, so that projection is the best fit.
        let turn = 2 * .pi * frequency / Double(rate.hertz)
        let values = samples.map(Double.init)
        var (cosine, sine) = (0.0, 0.0)
        for (index, value) in values.enumerated() {
            cosine += value * cos(turn * Double(index))
            sine += value * sin(turn * Double(index))
        }
        cosine *= 2 / Double(values.count)
        sine *= 2 / Double(values.count)
        var noise = 0.0
        for (index, value) in values.enumerated() {
            let rest = value - cosine * cos(turn * Double(index)) - sine * sin(turn * Double(index))
            noise += rest * rest
        }
        return 10 * log10((cosine * cosine + sine * sine) / 2 * Double(values.count) / noise)
    }
}

import CallControl
import Foundation
import TestSupport
import CSIMD
import Testing

@testable import Audio

@Suite struct ResamplerTests {
    static let pairs: [(SampleRate, SampleRate)] = {
        let rates: [SampleRate] = [.hz8000, .hz16000, .hz24000, .hz48000]
        return rates.flatMap { from in rates.filter { $0 != from }.map { (from, $0) } }
    }()

    static func resampled(_ samples: [Int16], _ from: SampleRate, _ to: SampleRate) -> [Int16] {
        var resampler = Resampler(from: from, to: to)
        var output: [Int16] = []
        resampler.process(samples.span, appendingTo: &output)
        return output
    }

    @Test(arguments: pairs) func theOutputDoesNotDependOnHowTheInputIsCut(_ from: SampleRate, _ to: SampleRate) {
        var generator = SeededGenerator(seed: 7)
        let input = (0..<9_600).map { _ in Int16.random(in: -20_000...20_000, using: &generator) }
        let whole = Self.resampled(input, from, to)
        for _ in 0..<20 {
            var resampler = Resampler(from: from, to: to)
            var output: [Int16] = []
            var position = 0
            while position < input.count {
                let count = min(Int.random(in: 1...700, using: &generator), input.count - position)
                Array(input[position..<position + count]).withUnsafeBufferPointer { resampler.process($0.span, appendingTo: &output) }
                position += count
            }
            #expect(output == whole)
        }
    }

    /// In frames, and in chunks that are no whole frames: exactly the samples that are due, at any time.
    @Test(arguments: pairs) func theOutputNeverDrifts(_ from: SampleRate, _ to: SampleRate) {
        var resampler = Resampler(from: from, to: to)
        let frame = tone(440, rate: from, samples: from.samples(milliseconds: 20))
        var output: [Int16] = []
        // Each frame brings forth exactly its share and leaves the same phase behind, so that nothing can add up in an hour.
        for _ in 0..<100 {
            output.removeAll(keepingCapacity: true)
            resampler.process(frame.span, appendingTo: &output)
            #expect(output.count == to.samples(milliseconds: 20))
        }
        var (taken, made) = (0, 0)
        var generator = SeededGenerator(seed: 4)
        resampler.reset()
        while taken < from.hertz * 2 {
            let piece = Int.random(in: 0...frame.count, using: &generator)
            output.removeAll(keepingCapacity: true)
            resampler.process(frame.span.extracting(0..<piece), appendingTo: &output)
            taken += piece
            made += output.count
            #expect(made == (taken * to.hertz + from.hertz - 1) / from.hertz)
        }
    }

    @Test(arguments: pairs) func flushingBringsOutTheEnd(_ from: SampleRate, _ to: SampleRate) {
        var resampler = Resampler(from: from, to: to)
        var input = [Int16](repeating: 0, count: from.samples(milliseconds: 20))
        input[input.count - 1] = 20_000
        var output: [Int16] = []
        resampler.process(input.span, appendingTo: &output)
        let before = output.count
        resampler.flush(appendingTo: &output)
        let peak = output.indices.max { abs(Int(output[$0])) < abs(Int(output[$1])) } ?? 0
        #expect(peak >= before)
        // Forgotten, it begins anew.
        var again: [Int16] = []
        resampler.process(input.span, appendingTo: &again)
        #expect(again == Array(output[..<before]))
    }

    @Test(arguments: pairs) func speechLevelTonesComeOutClean(_ from: SampleRate, _ to: SampleRate) {
        let output = Self.resampled(tone(1_000, rate: from, samples: from.hertz, amplitude: 16_000), from, to)
        let middle = output[to.hertz / 4..<to.hertz / 4 * 3]
        // What is left over once the tone is taken out.
        let (turn, count) = (2 * Double.pi * 1_000 / Double(to.hertz), Double(middle.count))
        var (cosine, sine) = (0.0, 0.0)
        for (index, sample) in middle.enumerated() {
            cosine += Double(sample) * cos(turn * Double(index)) * 2 / count
            sine += Double(sample) * sin(turn * Double(index)) * 2 / count
        }
        var noise = 0.0
        for (index, sample) in middle.enumerated() {
            let rest = Double(sample) - cosine * cos(turn * Double(index)) - sine * sin(turn * Double(index))
            noise += rest * rest / count
        }
        let ratio = 10 * log10((cosine * cosine + sine * sine) / 2 / noise)
        #expect(ratio >= 88, "\(from) → \(to): \(ratio) dB")
    }

    @Test(arguments: pairs) func theBandIsFlat(_ from: SampleRate, _ to: SampleRate) {
        let nyquist = Double(min(from, to).hertz) / 2
        for share in [0.05, 0.25, 0.5, 0.75, 0.85] {
            let frequency = (share * nyquist / 10).rounded() * 10
            let output = Self.resampled(tone(frequency, rate: from, samples: from.hertz / 2), from, to)
            let gain = 20 * log10(amplitude(of: frequency, in: output[to.hertz / 10..<to.hertz / 10 * 4], rate: to) / 10_000)
            #expect(abs(gain) < 0.1, "\(from) → \(to): \(gain) dB at \(frequency) Hz")
        }
    }

    @Test(arguments: pairs) func theBandPassesAndImagesAndAliasesAreRejected(_ from: SampleRate, _ to: SampleRate) {
        let lower = min(from, to)
        let seconds = from.hertz
        // Gain at 0.85 of the lower Nyquist frequency.
        let edge = 0.85 * Double(lower.hertz) / 2
        let passed = Self.resampled(tone(edge, rate: from, samples: seconds), from, to)
        let middle = passed[passed.count / 4..<passed.count * 3 / 4]
        let gain = 20 * log10(amplitude(of: edge, in: middle, rate: to) / 10_000)
        #expect(abs(gain) < 0.1, "\(from) → \(to): \(gain) dB at 0.85 Nyquist")
        // The nearest product: an image when going up, an alias when going down.
        let source = from < to ? 0.8 * Double(from.hertz) / 2 : 1.2 * Double(to.hertz) / 2
        let product = from < to ? Double(from.hertz) - source : Double(to.hertz) - source
        let output = Self.resampled(tone(source, rate: from, samples: seconds), from, to)
        let rejection = 20 * log10(amplitude(of: product, in: output[output.count / 4..<output.count * 3 / 4], rate: to) / 10_000)
        #expect(rejection < -80, "\(from) → \(to): \(rejection) dB at \(product) Hz")
    }

    @Test(arguments: pairs) func theDelayIsWhatItSaysAndShort(_ from: SampleRate, _ to: SampleRate) {
        let resampler = Resampler(from: from, to: to)
        #expect(resampler.delay <= .milliseconds(3))
        var impulse = [Int16](repeating: 0, count: from.samples(milliseconds: 40))
        impulse[from.samples(milliseconds: 20)] = 20_000
        let output = Self.resampled(impulse, from, to)
        let peak = output.indices.max { abs(Int(output[$0])) < abs(Int(output[$1])) } ?? 0
        let found = Double(peak) / Double(to.hertz) - 0.02
        let said = Double(resampler.delay.components.attoseconds) / 1e18
        #expect(abs(found - said) <= 1.0 / Double(min(from, to).hertz) + 1e-6, "peak after \(found) s, said \(said) s")
    }

    @Test func loudSamplesSaturateInsteadOfWrapping() {
        let square = (0..<1_600).map { $0 / 20 % 2 == 0 ? Int16.max : Int16.min }
        let output = Self.resampled(square, .hz8000, .hz24000)
        // A wrapped sample would jump by the whole range between neighbours within a plateau.
        for index in 1..<output.count { #expect(abs(Int(output[index]) - Int(output[index - 1])) < 60_000) }
    }

    /// Both inner loops compute the same filter; they add in another order, which can turn a rounding.
    @Test(arguments: [(SampleRate.hz8000, SampleRate.hz24000), (.hz24000, .hz8000), (.hz16000, .hz24000), (.hz48000, .hz8000)])
    func everyProcessorHearsTheSame(_ from: SampleRate, _ to: SampleRate) throws {
        try #require(vg_has_avx2() != 0, "this machine's processor has no AVX2")
        let bank = FilterBank.shared(from: from, to: to)
        var random = SeededGenerator(seed: 11)
        let samples = (0..<bank.taps + 2_000).map { _ in Float(Int16.random(in: .min ... .max, using: &random)) }
        let count = (samples.count - bank.taps) * bank.up / bank.down
        var (plain, quick) = ([Int16](repeating: 0, count: count), [Int16](repeating: 0, count: count))
        var (first, second) = (Resampler.Cursor(position: 0, phase: 0), Resampler.Cursor(position: 0, phase: 0))
        samples.withUnsafeBufferPointer { samples in
            guard let samples = samples.baseAddress else { return }
            plain.withUnsafeMutableBufferPointer { bank.filter(samples, &first, $0.baseAddress!, count) }
            quick.withUnsafeMutableBufferPointer { bank.filterAVX2(samples, &second, $0.baseAddress!, count) }
        }
        #expect(first.position == second.position && first.phase == second.phase)
        #expect(zip(plain, quick).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }
}

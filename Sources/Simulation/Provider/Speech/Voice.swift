import Audio
import Glibc

/// Samples of the agent's voice at one rate.
struct Voice {
    var samples: [Int16]
    let rate: SampleRate

    /// The voiced part of a recording, from the best file there is for `rate`.
    init?(_ fixture: Fixture, in library: FixtureLibrary, rate: SampleRate) {
        let linear = fixture.files.filter { $0.encoding == "l16" }
        guard
            let file = linear.first(where: { $0.rate == rate.hertz }) ?? linear.max(by: { $0.rate < $1.rate }),
            let wav = try? WAVFile(path: library.folder + "/" + file.path), wav.channels == 1
        else { return nil }
        let voiced = fixture.speech.map { speech in
            let start = min(wav.samples.count, Self.count(speech.lowerBound, at: wav.rate))
            return wav.samples[start..<max(start, min(wav.samples.count, Self.count(speech.upperBound + .milliseconds(100), at: wav.rate)))]
        }
        self.rate = rate
        samples = Self.fromFirstSound(Self.resampled(Array(voiced ?? wav.samples[...]), from: wav.rate, to: rate), rate)
    }

    /// A hum that lasts as long as somebody would take to say so many letters.
    init(humming letters: Int, rate: SampleRate) {
        self.rate = rate
        let count = rate.samples(milliseconds: max(400, letters * 60))
        samples = (0..<count).map { index in
            let time = Double(index) / Double(rate.hertz)
            // A low voice with four syllables a second.
            return Int16(6_000 * sin(2 * .pi * 180 * time) * (0.55 - 0.45 * cos(2 * .pi * 4 * time)))
        }
    }

    /// Puts silence before it.
    mutating func delay(by silence: Duration) { samples.insert(contentsOf: repeatElement(0, count: Self.count(silence, at: rate)), at: 0) }

    static func count(_ duration: Duration, at rate: SampleRate) -> Int { Int((duration / .seconds(1)) * Double(rate.hertz)) }

    /// From the first sample that can be heard, so that a set leading silence is exact.
    private static func fromFirstSound(_ samples: [Int16], _ rate: SampleRate) -> [Int16] {
        var onset = AudibleOnset(rate: rate)
        return Array(samples.dropFirst(onset.process(samples.span) ?? 0))
    }

    /// Without the filter's delay.
    private static func resampled(_ samples: [Int16], from: SampleRate, to: SampleRate) -> [Int16] {
        guard from != to else { return samples }
        var resampler = Resampler(from: from, to: to)
        var output: [Int16] = []
        resampler.process(samples.span, appendingTo: &output)
        return Array(output.dropFirst(count(resampler.delay, at: to)))
    }
}

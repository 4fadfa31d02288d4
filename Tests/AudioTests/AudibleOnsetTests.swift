import CallControl
import TestSupport
import Testing

@testable import Audio

@Suite struct AudibleOnsetTests {
    @Test(arguments: [0, 1, 79, 80, 960, 5_000], [1, 80, 160, 1_000]) func theFirstAudibleSampleIsFoundHoweverTheAudioIsCut(_ silence: Int, _ size: Int) {
        let samples = [Int16](repeating: 0, count: silence) + tone(1_000, rate: .hz8000, samples: 1_600, amplitude: 8_000)
        var onset = AudibleOnset(rate: .hz8000)
        var found: [Int] = []
        for start in stride(from: 0, to: samples.count, by: size) {
            Array(samples[start..<min(start + size, samples.count)]).withUnsafeBufferPointer {
                if let position = onset.process($0.span) { found.append(position) }
            }
        }
        #expect(found.count == 1)
        #expect((silence...silence + 2).contains(found.first ?? -1))
    }

    @Test func hissBelowTheThresholdIsSilence() {
        var generator = SeededGenerator(seed: 2)
        let hiss = (0..<8_000).map { _ in Int16.random(in: -40...40, using: &generator) }
        var onset = AudibleOnset(rate: .hz8000)
        #expect(onset.process(hiss.span) == nil)
    }
}

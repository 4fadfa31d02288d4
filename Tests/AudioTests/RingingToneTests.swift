import Audio
import TestSupport
import Testing

@Suite struct RingingToneTests {
    @Test(arguments: [SampleRate.hz8000, .hz16000, .hz24000, .hz48000])
    func isASecondOf425HertzWithoutClicks(_ rate: SampleRate) throws {
        let samples = RingingTone.samples(at: rate)
        #expect(samples.count == rate.hertz)
        #expect(abs(amplitude(of: 425, in: samples[...], rate: rate) - 3_277) < 60)
        for other in [350.0, 400, 450, 480, 850] { #expect(amplitude(of: other, in: samples[...], rate: rate) < 40) }
        let step = zip(samples, samples.dropFirst()).map { abs(Int($0) - Int($1)) }.max()
        // No step is steeper than the sine itself.
        #expect(try #require(step) <= Int(3_277 * 2 * Double.pi * 425 / Double(rate.hertz)) + 1)
        #expect(samples.first == 0 && samples.last == 0)
    }
}

import TestSupport
import Testing

@testable import Audio

@Suite struct PCMDecoderTests {
    @Test(arguments: [1, 2, 3, 7, 333], [SampleRate.hz8000, .hz16000, .hz24000]) func noHalfSampleIsLost(_ size: Int, _ rate: SampleRate) throws {
        let samples = tone(440, rate: .hz24000, samples: 2_400)
        var bytes: [UInt8] = []
        PCM16.encode(samples.span, appendingTo: &bytes)
        func decoded(_ size: Int) throws -> [Int16] {
            var decoder = try PCMDecoder(from: .linear16(.hz24000), to: rate)
            var output: [Int16] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                decoder.decode(bytes.span.extracting(start..<min(start + size, bytes.count)), appendingTo: &output)
            }
            return output
        }
        let output = try decoded(size)
        #expect(output == (rate == .hz24000 ? samples : ResamplerTests.resampled(samples, .hz24000, rate)))
        #expect(output.count == samples.count * rate.hertz / 24_000)
    }

    @Test func aResponseBeginsWithAWholeSample() throws {
        var decoder = try PCMDecoder(from: .linear16(.hz8000), to: .hz8000)
        let (cut, next): ([UInt8], [UInt8]) = ([1, 0, 7], [2, 0])
        var output: [Int16] = []
        decoder.decode(cut.span, appendingTo: &output)
        decoder.reset()
        decoder.decode(next.span, appendingTo: &output)
        #expect(output == [1, 2])
    }

    @Test(arguments: [AudioEncoding.pcmu, .pcma]) func lawsAreBroughtToTheLegsRate(_ law: AudioEncoding) throws {
        let codes = (0..<800).map { UInt8(truncatingIfNeeded: $0 * 31) }
        var decoder = try PCMDecoder(from: AudioFormat(law, .hz8000), to: .hz16000)
        var (linear, output): ([Int16], [Int16]) = ([], [])
        if law == .pcmu { G711.decodeMuLaw(codes.span, appendingTo: &linear) } else { G711.decodeALaw(codes.span, appendingTo: &linear) }
        decoder.decode(codes.span, appendingTo: &output)
        #expect(output == ResamplerTests.resampled(linear, .hz8000, .hz16000))
    }

    @Test func opusThatCannotBeDecodedIsConcealedAndCounted() throws {
        let packets = try OpusTests.packets(try OpusTests.speech(.hz24000), .hz24000)
        var decoder = try PCMDecoder(from: .opus(.hz24000), to: .hz8000)
        var output: [Int16] = []
        let nothing: [UInt8] = []
        for (index, packet) in packets.prefix(100).enumerated() { decoder.decode(index % 10 == 5 ? nothing.span : packet.span, appendingTo: &output) }
        #expect(decoder.concealed == 10)
        #expect(output.count == 100 * 160)
    }
}

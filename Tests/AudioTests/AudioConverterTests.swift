import CallControl
import TestSupport
import Testing

@testable import Audio

@Suite struct AudioConverterTests {
    static let formats: [AudioFormat] = [.linear16(.hz8000), .linear16(.hz16000), .linear16(.hz24000), .linear16(.hz48000), .pcmu, .pcma]

    @Test(arguments: formats, formats) func anySplitOfTheInputGivesTheSameOutput(_ from: AudioFormat, _ to: AudioFormat) throws {
        var generator = SeededGenerator(seed: 11)
        let input = (0..<4_801).map { _ in UInt8.random(in: 0...255, using: &generator) }
        func convert(_ sizes: () -> Int) throws -> [UInt8] {
            var converter = try AudioConverter(from: from, to: to)
            var output: [UInt8] = []
            var position = 0
            while position < input.count {
                let end = min(position + sizes(), input.count)
                converter.convert(input.span.extracting(position..<end)) { part in part.withUnsafeBufferPointer { output.append(contentsOf: $0) } }
                position = end
            }
            return output
        }
        let whole = try convert { input.count }
        #expect(try convert { 1 } == whole)
        var sizes = SeededGenerator(seed: 5)
        #expect(try convert { Int.random(in: 1...333, using: &sizes) } == whole)
        #expect(whole.count > 0)
    }

    @Test func equalFormatsPassUntouched() throws {
        for format in Self.formats {
            let converter = try AudioConverter(from: format, to: format)
            #expect(converter.isPassthrough)
            #expect(converter.delay == .zero)
        }
    }

    @Test func opusComesInPacketsOfTwentyMilliseconds() throws {
        var converter = try AudioConverter(from: .pcmu, to: .opus(.hz24000))
        let frame = [UInt8](repeating: 0xFF, count: 160)
        var packets = 0
        for _ in 0..<50 {
            converter.convert(frame.span) { packet in
                #expect(packet.count > 0 && packet.count < 400)
                packets += 1
            }
        }
        #expect(packets == 50)
    }

    @Test func muLawBecomesALawOfTheSameSound() throws {
        var converter = try AudioConverter(from: .pcmu, to: .pcma)
        let codes = (0...255).map { UInt8($0) }
        converter.convert(codes.span) { output in
            for index in output.indices {
                let (before, after) = (Int(G711.linearOfMuLaw[index]), Int(G711.linearOfALaw[Int(output[index])]))
                // Half of the coarser step at this loudness.
                #expect(abs(before - after) <= max(16, abs(before) / 16))
            }
        }
    }

    @Test(arguments: formats) func opusBecomesEveryFormat(_ target: AudioFormat) throws {
        let speech = try OpusTests.speech(.hz24000)
        var converter = try AudioConverter(from: .opus(.hz24000), to: target)
        var bytes: [UInt8] = []
        for packet in try OpusTests.packets(speech, .hz24000) {
            converter.convert(packet.span) { part in part.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
        }
        var decoder = try PCMDecoder(from: target, to: target.rate)
        var samples: [Int16] = []
        decoder.decode(bytes.span, appendingTo: &samples)
        #expect(abs(samples.count - speech.count * target.rate.hertz / 24_000) <= target.rate.samples(milliseconds: 20))
        let reference = ResamplerTests.resampled(speech, .hz24000, target.rate)
        #expect(OpusTests.correlation(target.rate == .hz24000 ? speech : reference, samples, upTo: target.rate.samples(milliseconds: 15)) > 0.85)
    }

    @Test func theDelayIsThatOfFilterAndCodec() throws {
        let filter = Resampler(from: .hz8000, to: .hz24000).delay
        let codec = SampleRate.hz24000.duration(samples: try OpusEncoder(rate: .hz24000).lookahead)
        #expect(try AudioConverter(from: .pcma, to: .linear16(.hz24000)).delay == filter)
        #expect(try AudioConverter(from: .pcma, to: .opus(.hz24000)).delay == filter + codec)
        #expect(try AudioConverter(from: .pcma, to: .pcmu).delay == .zero)
    }

    @Test(arguments: [1, 159, 160, 161, 1_000]) func opusPacketsDoNotDependOnHowTheInputIsCut(_ size: Int) throws {
        let speech = Array(try OpusTests.speech(.hz8000).prefix(16_000))
        var codes: [UInt8] = []
        G711.encodeALaw(speech.span, appendingTo: &codes)
        func packets(_ size: Int) throws -> [[UInt8]] {
            var converter = try AudioConverter(from: .pcma, to: .opus(.hz16000))
            var packets: [[UInt8]] = []
            for start in stride(from: 0, to: codes.count, by: size) {
                converter.convert(codes.span.extracting(start..<min(start + size, codes.count))) { packet in
                    packets.append(packet.withUnsafeBufferPointer { Array($0) })
                }
            }
            return packets
        }
        let whole = try packets(codes.count)
        #expect(whole.count == 100)
        #expect(try packets(size) == whole)
    }
}

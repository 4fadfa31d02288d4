import Foundation
import TestSupport
import Testing

@testable import Audio

@Suite struct OpusTests {
    static let rates: [SampleRate] = [.hz8000, .hz16000, .hz24000, .hz48000]

    @Test(arguments: rates) func speechSurvivesARoundTrip(_ rate: SampleRate) throws {
        let speech = try Self.speech(rate)
        let packets = try Self.packets(speech, rate)
        let decoder = try OpusDecoder(rate: rate)
        var decoded: [Int16] = []
        for packet in packets { try decoder.decode(packet.span, appendingTo: &decoded) }
        #expect(decoded.count == packets.count * rate.samples(milliseconds: 20))
        #expect(Self.correlation(speech, decoded, upTo: rate.samples(milliseconds: 30)) > 0.85)
    }

    @Test func aLostPacketIsConcealedAndTheStreamGoesOn() throws {
        let speech = try Self.speech(.hz16000)
        let packets = try Self.packets(speech, .hz16000)
        let decoder = try OpusDecoder(rate: .hz16000)
        var decoded: [Int16] = []
        for (index, packet) in packets.enumerated() {
            if index % 20 == 10 { try decoder.conceal(appendingTo: &decoded) } else { try decoder.decode(packet.span, appendingTo: &decoded) }
        }
        #expect(decoded.count == packets.count * 320)
        #expect(Self.correlation(speech, decoded, upTo: 480) > 0.8)
    }

    @Test func settingsOutOfRangeAndRatesUnknownToOpusAreRefusedInWords() throws {
        var settings = OpusSettings()
        settings.complexity = 11
        #expect(throws: OpusFailure.self) { _ = try OpusEncoder(rate: .hz8000, settings: settings) }
        let odd = try #require(SampleRate(hertz: 22_050))
        #expect(throws: OpusFailure.self) { _ = try OpusDecoder(rate: odd) }
    }

    @Test func garbageIsConcealedNotFatal() throws {
        var generator = SeededGenerator(seed: 3)
        var decoder = try PCMDecoder(from: .opus(.hz24000), to: .hz8000)
        var samples: [Int16] = []
        for _ in 0..<500 {
            let packet = (0..<Int.random(in: 0...200, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            decoder.decode(packet.span, appendingTo: &samples)
        }
        #expect(samples.count < 500 * 960 + 1)
    }

    /// The packets are Opus to others too: wrapped in Ogg, opusdec and ffmpeg decode them to the same speech.
    @Test(arguments: ["opusdec", "ffmpeg"]) func otherDecodersUnderstandThePackets(_ tool: String) throws {
        let rate = SampleRate.hz16000
        let speech = try Self.speech(rate)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appendingPathComponent("speech.opus").path
        let target = folder.appendingPathComponent("speech.wav").path
        try Data(OggOpus.file(try Self.packets(speech, rate), inputRate: rate)).write(to: URL(fileURLWithPath: source))
        let arguments = tool == "opusdec" ? ["--quiet", "--rate", "16000", source, target] : ["-v", "error", "-i", source, "-ar", "16000", target]
        let result = try runTool(tool, arguments)
        try #require(result.status == 0, "\(result.output)")
        let decoded = try WAVFile(path: target)
        #expect(abs(decoded.samples.count - speech.count) < 1_600)
        #expect(Self.correlation(speech, decoded.samples, upTo: 960) > 0.85)
    }

    static func packets(_ samples: [Int16], _ rate: SampleRate) throws -> [[UInt8]] {
        let encoder = try OpusEncoder(rate: rate, settings: OpusSettings())
        var packets: [[UInt8]] = []
        for start in stride(from: 0, to: samples.count - encoder.frameSamples + 1, by: encoder.frameSamples) {
            var packet: [UInt8] = []
            try encoder.encode(samples.span.extracting(start..<start + encoder.frameSamples), appendingTo: &packet)
            packets.append(packet)
        }
        return packets
    }

    static func speech(_ rate: SampleRate) throws -> [Int16] {
        let file = try WAVFile(path: repositoryRoot() + "/audio-fixtures/pt-numeros-16000-l16.wav")
        return rate == file.rate ? file.samples : ResamplerTests.resampled(file.samples, file.rate, rate)
    }

    /// Best normalised correlation over lags from 0 to `lags` samples.
    static func correlation(_ first: [Int16], _ second: [Int16], upTo lags: Int) -> Double {
        let count = min(first.count, second.count) - lags
        return (0...lags).map { lag in
            var (product, left, right) = (0.0, 1e-9, 1e-9)
            for index in stride(from: 0, to: count, by: 3) {
                let (a, b) = (Double(first[index]), Double(second[index + lag]))
                product += a * b
                left += a * a
                right += b * b
            }
            return product / (left * right).squareRoot()
        }.max() ?? 0
    }
}

/// The smallest Ogg Opus file (RFC 7845), for decoders that want a file.
enum OggOpus {
    static func file(_ packets: [[UInt8]], inputRate: SampleRate) -> [UInt8] {
        var head = Array("OpusHead".utf8) + [1, 1, 0, 0]
        head += (0..<4).map { UInt8(truncatingIfNeeded: inputRate.hertz >> (8 * $0)) } + [0, 0, 0]
        let tags = Array("OpusTags".utf8) + [4, 0, 0, 0] + Array("test".utf8) + [0, 0, 0, 0]
        var file = page(head, sequence: 0, granule: 0, flags: 2) + page(tags, sequence: 1, granule: 0, flags: 0)
        for (index, packet) in packets.enumerated() {
            file += page(packet, sequence: index + 2, granule: (index + 1) * 960, flags: index == packets.count - 1 ? 4 : 0)
        }
        return file
    }

    private static func page(_ packet: [UInt8], sequence: Int, granule: Int, flags: UInt8) -> [UInt8] {
        var lacing = [UInt8](repeating: 255, count: packet.count / 255)
        lacing.append(UInt8(packet.count % 255))
        func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var page =
            Array("OggS".utf8) + [0, flags] + bytes(granule, 8) + bytes(1, 4) + bytes(sequence, 4) + [0, 0, 0, 0, UInt8(lacing.count)] + lacing + packet
        var checksum: UInt32 = 0
        for byte in page {
            checksum ^= UInt32(byte) << 24
            for _ in 0..<8 { checksum = checksum & 0x8000_0000 != 0 ? checksum << 1 ^ 0x04C1_1DB7 : checksum << 1 }
        }
        for index in 0..<4 { page[22 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(index))) }
        return page
    }
}

import CallControl
import TestSupport
import Testing

@testable import Audio

@Suite struct OpusTests {
    /// At 24 kbit/s the codec keeps the sound of speech rather than its waveform: what comes back correlates with it by about 0.9.
    static let rates: [SampleRate] = [.hz8000, .hz16000, .hz24000, .hz48000]

    @Test(arguments: rates) func speechSurvivesARoundTrip(_ rate: SampleRate) throws {
        let speech = try Self.speech(rate)
        let packets = try Self.packets(speech, rate)
        let decoder = try OpusDecoder(rate: rate)
        var decoded: [Int16] = []
        for packet in packets { try decoder.decode(packet.span, appendingTo: &decoded) }
        #expect(decoded.count == packets.count * rate.samples(milliseconds: 20))
        #expect(Self.correlation(speech, decoded, upTo: rate.samples(milliseconds: 30)) > 0.87)
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

    static let mistakes: [(WritableKeyPath<OpusSettings, Int> & Sendable, Int, String)] = [
        (\.complexity, 11, "Opus can't use complexity 11: it must be from 0 to 10"),
        (\.complexity, -1, "Opus can't use complexity -1: it must be from 0 to 10"),
        (\.bitrate, 5_999, "Opus can't use a bitrate of 5999: it must be from 6000 to 510000"),
        (\.bitrate, 1 << 40, "Opus can't use a bitrate of 1099511627776: it must be from 6000 to 510000"),
        (\.expectedLossPercent, 101, "Opus can't use an expected loss percentage of 101: it must be from 0 to 100"),
    ]

    @Test(arguments: mistakes) func settingsOutOfRangeAreNamed(_ setting: WritableKeyPath<OpusSettings, Int> & Sendable, _ value: Int, _ message: String) throws
    {
        var settings = OpusSettings()
        settings[keyPath: setting] = value
        let failure = #expect(throws: OpusFailure.self) { _ = try OpusEncoder(rate: .hz8000, settings: settings) }
        #expect(failure?.description == message)
    }

    @Test func ratesUnknownToOpusAreRefused() throws {
        let odd = try #require(SampleRate(hertz: 22_050))
        for make in [{ _ = try OpusEncoder(rate: odd) }, { _ = try OpusDecoder(rate: odd) }] {
            let failure = #expect(throws: OpusFailure.self) { try make() }
            #expect(failure?.description == "Opus can't work at 22050 Hz: its rates are 8, 12, 16, 24 and 48 kHz")
        }
    }

    @Test(arguments: rates) func theLookaheadIsShort(_ rate: SampleRate) throws {
        #expect(rate.duration(samples: try OpusEncoder(rate: rate).lookahead) <= .milliseconds(7))
    }

    @Test func aLostPacketIsRecoveredFromTheNext() throws {
        var settings = OpusSettings()
        settings.forwardErrorCorrection = true
        settings.expectedLossPercent = 20
        let speech = try Self.speech(.hz16000)
        let packets = try Self.packets(speech, .hz16000, settings)
        func decoded(_ recover: Bool) throws -> [Int16] {
            let decoder = try OpusDecoder(rate: .hz16000)
            var samples: [Int16] = []
            for (index, packet) in packets.enumerated() {
                if index % 4 != 2 {
                    try decoder.decode(packet.span, appendingTo: &samples)
                } else if recover, index + 1 < packets.count {
                    let next = packets[index + 1]
                    try decoder.recover(before: next.span, appendingTo: &samples)
                } else {
                    try decoder.conceal(appendingTo: &samples)
                }
            }
            #expect(samples.count == packets.count * 320)
            return samples
        }
        let (recovered, concealed) = (try decoded(true), try decoded(false))
        #expect(Self.correlation(speech, recovered, upTo: 480) > Self.correlation(speech, concealed, upTo: 480))
    }

    @Test func silenceCostsNextToNothingWhenTransmissionIsDiscontinuous() throws {
        var settings = OpusSettings()
        settings.discontinuous = true
        let packets = try Self.packets([Int16](repeating: 0, count: 32_000), .hz16000, settings)
        #expect(packets.suffix(50).count { $0.count <= 2 } > 40)
    }

    @Test func anEmptyPacketAndAnEndlessGapAreRefused() throws {
        let decoder = try OpusDecoder(rate: .hz8000)
        var samples: [Int16] = []
        let nothing: [UInt8] = []
        #expect(throws: OpusFailure.self) { try decoder.decode(nothing.span, appendingTo: &samples) }
        #expect(throws: OpusFailure.self) { try decoder.conceal(samples: 961, appendingTo: &samples) }
        #expect(samples.isEmpty)
        try decoder.conceal(samples: 480, appendingTo: &samples)
        #expect(samples.count == 480)
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
        let folder = try TemporaryFolder()
        let source = try folder.write(OggOpus.file(try Self.packets(speech, rate), inputRate: rate), to: "speech.opus")
        let target = folder.path("speech.wav")
        let arguments = tool == "opusdec" ? ["--quiet", "--rate", "16000", source, target] : ["-v", "error", "-i", source, "-ar", "16000", target]
        let result = try runTool(tool, arguments)
        try #require(result.status == 0, "\(result.output)")
        let decoded = try WAVFile(path: target)
        #expect(abs(decoded.samples.count - speech.count) < 1_600)
        #expect(Self.correlation(speech, decoded.samples, upTo: 960) > 0.87)
    }

    static func packets(_ samples: [Int16], _ rate: SampleRate, _ settings: OpusSettings = OpusSettings()) throws -> [[UInt8]] {
        let encoder = try OpusEncoder(rate: rate, settings: settings)
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

import Audio
import Testing

@testable import Console

@Suite struct WaveformTests {
    /// A second of the caller, a second of the agent, a second of nobody.
    private static func recording() throws -> [UInt8] {
        let stream = try OggOpusStream(rate: .hz16000, settings: OpusSettings(), serial: 7)
        var bytes: [UInt8] = []
        stream.begin(appendingTo: &bytes)
        var samples: [Int16] = []
        for index in 0..<48_000 {
            // A square wave of 200 Hz at half of full scale.
            let value: Int16 = index / 40 % 2 == 0 ? 16_384 : -16_384
            samples += [index < 16_000 ? value : 0, (16_000..<32_000).contains(index) ? value : 0]
        }
        try stream.append(samples.span)
        try stream.finish(appendingTo: &bytes)
        return bytes
    }

    @Test(arguments: [1 << 20, 100, 1]) func loudnessIsShownWhereItIs(_ piece: Int) throws {
        var rest = try Self.recording()[...]
        let form = try Waveform {
            defer { rest = rest.dropFirst(piece) }
            return Array(rest.prefix(piece))
        }
        #expect(form.binMilliseconds == 100 && abs(form.durationMilliseconds - 3_000) <= 20, "\(form)")
        #expect(form.caller[1...8].allSatisfy { $0 > 80 } && form.caller[22...].allSatisfy { $0 < 20 }, "\(form.caller)")
        // The encoder shares a little of each channel with the other.
        for bin in 2...8 { #expect(form.caller[bin] > form.agent[bin] + 15 && form.agent[bin + 10] > form.caller[bin + 10] + 15, "\(form)") }
        #expect(form.agent[11...18].allSatisfy { $0 > 80 } && form.agent[22...].allSatisfy { $0 < 20 }, "\(form.agent)")
    }

    @Test func whatIsNoRecordingHasNoLoudness() throws {
        for text in ["", "RIFF and so on", "OggS nothing of the kind"] {
            var once = [Array(text.utf8)]
            let form = try Waveform { once.popLast() ?? [] }
            #expect(form.caller == [] && form.durationMilliseconds == 0)
        }
    }

    @Test func levelsAreDecibels() {
        #expect(Waveform.level(0) == 0 && Waveform.level(32_768) == 100 && Waveform.level(16_384) == 90 && Waveform.level(33) == 0)
    }
}

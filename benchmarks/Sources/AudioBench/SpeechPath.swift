import Audio

/// A way that a caller's voice takes through the gateway and back, for listening tests.
enum SpeechPath: String, CaseIterable {
    /// G.711 alone, the ceiling of the others.
    case alaw
    /// A-law from the telephone, 24 kHz to the provider and back, A-law to the telephone.
    case alaw24kAlaw = "alaw-24k-alaw"
    /// A-law from the telephone, Opus at 24 kbit/s and the telephone's own 8 kHz to the provider and back, A-law to the telephone.
    case alawOpusAlaw = "alaw-opus-alaw"
    /// The same at 24 kHz: dearer, and worse, since the encoder keeps bits for a band in which there is nothing.
    case alawOpus24kAlaw = "alaw-opus24k-alaw"

    /// 8 kHz speech, carried along the path in 20 ms frames; the delay is left in.
    func carry(_ speech: WAVFile) throws -> WAVFile {
        var input = speech.samples
        // Half a second of silence pushes the last word through every buffer.
        input += [Int16](repeating: 0, count: 4_000)
        var toLaw = try AudioConverter(from: .linear16(.hz8000), to: .pcma)
        var up: AudioConverter?
        var down: AudioConverter?
        switch self {
        case .alaw: break
        case .alaw24kAlaw:
            up = try AudioConverter(from: .pcma, to: .linear16(.hz24000))
            down = try AudioConverter(from: .linear16(.hz24000), to: .pcma)
        case .alawOpusAlaw:
            up = try AudioConverter(from: .pcma, to: .opus(.hz8000))
            down = try AudioConverter(from: .opus(.hz8000), to: .pcma)
        case .alawOpus24kAlaw:
            up = try AudioConverter(from: .pcma, to: .opus(.hz24000))
            down = try AudioConverter(from: .opus(.hz24000), to: .pcma)
        }
        var output: [Int16] = []
        func play(_ law: Span<UInt8>) { G711.decodeALaw(law, appendingTo: &output) }
        for start in stride(from: 0, to: input.count - 159, by: 160) {
            var bytes: [UInt8] = []
            PCM16.encode(input.span.extracting(start..<start + 160), appendingTo: &bytes)
            toLaw.convert(bytes.span) { law in
                guard up != nil else { return play(law) }
                up?.convert(law) { wire in down?.convert(wire, play) }
            }
        }
        return WAVFile(rate: .hz8000, samples: output)
    }
}

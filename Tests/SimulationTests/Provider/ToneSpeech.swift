import Audio
import WireProtocols

@testable import Simulation

/// Speech of a set length for every answer: bytes that count up, cut into chunks of 200 ms.
struct ToneSpeech: SpeechSource {
    var length = Duration.seconds(1)
    var lengths: [String: Duration] = [:]

    func speech(for answer: Answer, in format: AudioFormat) -> EncodedSpeech {
        let step = Duration.milliseconds(200)
        let chunks = (0..<Int(length / step)).map { index in
            let bytes = [UInt8](repeating: UInt8(index), count: format.rate.samples(milliseconds: 200) * (format.bytesPerSample ?? 1))
            var base64: [UInt8] = []
            Base64.append(bytes.span, to: &base64)
            return EncodedSpeech.Chunk(bytes: bytes, base64: base64, start: step * index, duration: step)
        }
        return EncodedSpeech(name: answer.text, format: format, chunks: chunks)
    }

    func prepare(_ format: AudioFormat) {}

    func speechLength(ofFixture id: String) -> Duration? { lengths[id] }
}

import Audio
import Testing
import Transport
import WireProtocols

@testable import Simulation

/// A caller's recording as the messages that carry it.
struct CallerRecording {
    /// Where the voice ends.
    let speechEnd: Duration
    let text: String
    private let wav: WAVFile

    init(_ id: String) throws {
        let library = try FixtureLibrary(folder: try #require(FixtureLibrary.locate(from: #filePath)))
        let fixture = try #require(library[id])
        speechEnd = try #require(fixture.speech).upperBound
        text = fixture.text
        wav = try WAVFile(path: library.folder + "/" + (try #require(fixture.files.first { $0.rate == 8_000 }).path))
    }

    enum Wrapping { case openAI, elevenLabs, binary }

    /// 20 ms a message, the last one silent.
    func frames(_ format: AudioFormat, _ wrapping: Wrapping) throws -> [(kind: MessageKind, bytes: [UInt8])] {
        var converter = try AudioConverter(from: .linear16(.hz8000), to: format)
        var messages: [(kind: MessageKind, bytes: [UInt8])] = []
        let samples = wav.samples + [Int16](repeating: 0, count: 8_000)
        for start in stride(from: 0, to: samples.count - 159, by: 160) {
            var linear: [UInt8] = []
            PCM16.encode(samples[start..<start + 160].span, appendingTo: &linear)
            converter.convert(linear.span) { messages.append(Self.wrap($0, wrapping)) }
        }
        return messages
    }

    private static func wrap(_ bytes: Span<UInt8>, _ wrapping: Wrapping) -> (kind: MessageKind, bytes: [UInt8]) {
        var message: [UInt8] = []
        switch wrapping {
        case .binary: return (.binary, bytes.withUnsafeBufferPointer { Array($0) })
        case .openAI: message += #"{"type":"input_audio_buffer.append","audio":""#.utf8
        case .elevenLabs: message += #"{"user_audio_chunk":""#.utf8
        }
        Base64.append(bytes, to: &message)
        message += "\"}".utf8
        return (.text, message)
    }
}

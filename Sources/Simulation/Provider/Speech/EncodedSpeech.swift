import Audio

/// A stretch of the agent's speech, converted once for all calls that use its format: cut into messages' worth, as bytes and as base64.
public final class EncodedSpeech: Sendable {
    /// What one message carries.
    public struct Chunk: Equatable, Sendable {
        public let bytes: [UInt8]
        public let base64: [UInt8]
        /// Where it begins within the speech.
        public let start: Duration
        public let duration: Duration

        public init(bytes: [UInt8], base64: [UInt8], start: Duration, duration: Duration) {
            self.bytes = bytes
            self.base64 = base64
            self.start = start
            self.duration = duration
        }
    }

    /// For messages of tests and logs.
    public let name: String
    public let format: AudioFormat
    public let chunks: [Chunk]
    public let duration: Duration

    public init(name: String, format: AudioFormat, chunks: [Chunk]) {
        self.name = name
        self.format = format
        self.chunks = chunks
        duration = chunks.last.map { $0.start + $0.duration } ?? .zero
    }
}

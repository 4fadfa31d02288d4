import CallControl

/// One answer on its way out: which chunk is due when, and how many words belong to how much of its sound.
struct Utterance: Sendable {
    let speech: EncodedSpeech
    let text: String
    /// When its first byte was sent.
    let start: Instant
    private let burst: Double
    private(set) var sentChunks = 0
    private var saidWords = 0
    private let words: [Substring]

    init(_ speech: EncodedSpeech, text: String, start: Instant, burst: Double) {
        self.speech = speech
        self.text = text
        self.start = start
        self.burst = burst
        words = text.split(separator: " ")
    }

    var isSent: Bool { sentChunks >= speech.chunks.count }

    /// Audio that has been sent.
    var sent: Duration { sentChunks == 0 ? .zero : speech.chunks[sentChunks - 1].start + speech.chunks[sentChunks - 1].duration }

    /// When the next chunk is due.
    var nextDue: Instant {
        guard !isSent, burst > 0 else { return start }
        return start + speech.chunks[sentChunks].start / burst
    }

    /// Takes the next chunk out, with the words that go along with it.
    mutating func takeChunk() -> (index: Int, words: String) {
        let index = sentChunks
        sentChunks += 1
        let upTo = isSent ? words.count : words.count * sentChunks / speech.chunks.count
        defer { saidWords = upTo }
        let lead = saidWords > 0 && upTo > saidWords ? " " : ""
        return (index, lead + words[saidWords..<max(saidWords, upTo)].joined(separator: " "))
    }

    /// The words told so far.
    var said: String { words[..<saidWords].joined(separator: " ") }

    /// The words within the first `heard` of the sound.
    func words(within heard: Duration) -> String {
        guard speech.duration > .zero, heard < speech.duration else { return text }
        return words[..<Int(Double(words.count) * (heard / speech.duration))].joined(separator: " ")
    }
}

import CallControl
import Settings
import Transport

/// What a stream says while its secretary is looked up: kept, within bounds, and then heard by the call as though it had just come.
struct WaitingStream {
    let question: SecretaryQuestion
    let since: Instant
    var timer: LoopTimer?
    private var texts: [[UInt8]] = []
    private var audio: HeldAudio

    /// Metadata is one text; more come from nobody who means well.
    private static let mostTexts = 16

    init(_ question: SecretaryQuestion, since: Instant) {
        (self.question, self.since) = (question, since)
        audio = HeldAudio(format: question.leg, limit: question.limits.holdCallerAudio)
    }

    mutating func keep(_ kind: MessageKind, _ payload: Span<UInt8>) {
        switch kind {
        case .binary: audio.append(payload)
        case .text: if texts.count < Self.mostTexts { texts.append(payload.withUnsafeBufferPointer { Array($0) }) }
        }
    }

    mutating func drain(_ body: (MessageKind, Span<UInt8>) -> Void) {
        for text in texts { body(.text, text.span) }
        texts = []
        audio.drain { body(.binary, $0) }
    }
}

/// One audio message: a prepared head, a chunk of prepared base64 and a tail. Nothing is encoded per call.
public struct AudioMessage: Equatable, Sendable {
    /// Everything before the base64; empty: the chunk goes as it is, in a binary frame.
    public let head: [UInt8]
    public let speech: EncodedSpeech
    public let chunk: Int
    /// Everything behind the base64.
    public let tail: [UInt8]

    public var isBinary: Bool { head.isEmpty }
    public var duration: Duration { speech.chunks[chunk].duration }

    /// Appends the payload.
    public func write(to payload: inout [UInt8]) {
        payload.append(contentsOf: head)
        payload.append(contentsOf: isBinary ? speech.chunks[chunk].bytes : speech.chunks[chunk].base64)
        payload.append(contentsOf: tail)
    }

    public static func == (left: AudioMessage, right: AudioMessage) -> Bool {
        left.head == right.head && left.speech === right.speech && left.chunk == right.chunk && left.tail == right.tail
    }
}

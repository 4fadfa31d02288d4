import CallControl

/// Reads the text frames of one stream: `uuid_audio_stream … send_text` from the dialplan, and the metadata of its start.
public struct StreamTextDecoder: Equatable, Sendable {
    /// What a text frame says.
    public enum Event: Equatable, Sendable {
        case metadata(StreamMetadata)
        /// One of `0`–`9`, `*`, `#`, `A`–`D`.
        case dtmf(String)
        /// The dialplan wants the call to end.
        case hangup
        /// Anything else, for the agent to know; bounded over the call.
        case context(String)
        /// Nothing left to keep.
        case ignored
    }
    /// How many frames were out of order in some way.
    public struct Counts: Equatable, Sendable {
        /// Invalid UTF-8 was replaced.
        public var repaired = 0
        /// Longer than the module can send; the rest was cut.
        public var cut = 0
        /// Not a JSON object (the fork cuts unquoted metadata at the first space).
        public var notJSON = 0
        /// A known type without its parts.
        public var malformed = 0
        /// Objects of other types.
        public var otherTypes = 0
        /// Context beyond the bound.
        public var overflow = 0
    }

    /// The most that the module sends in one frame.
    public static let longestFrame = 8_191
    /// Bytes of context kept over a call.
    public static let mostContext = 16 << 10

    public private(set) var counts = Counts()
    private var contextLeft = mostContext

    public init() {}

    /// Translates one text frame.
    public mutating func decode(_ frame: Span<UInt8>) -> Event {
        let (whole, isRepaired) = UTF8Text.repaired(frame, 0..<min(frame.count, Self.longestFrame + 3))
        let text = UTF8Text.prefix(whole, bytes: Self.longestFrame)
        if frame.count > Self.longestFrame { counts.cut += 1 } else if isRepaired { counts.repaired += 1 }
        guard let value = try? JSONValue(text: text), case .object(let members) = value else {
            counts.notJSON += 1
            return context(text)
        }
        switch value["type"] {
        case nil, .string("metadata"): return .metadata(StreamMetadata(members))
        case .string("hangup"): return .hangup
        case .string("dtmf"):
            if let digit = digit(value["digit"]) { return .dtmf(digit) }
            counts.malformed += 1
            return context(text)
        default:
            counts.otherTypes += 1
            return context(text)
        }
    }

    private func digit(_ value: JSONValue?) -> String? {
        let text = value?.stringValue?.uppercased() ?? value?.intValue.map { "\($0)" }
        guard let text, text.utf8.count == 1, "0123456789*#ABCD".contains(text) else { return nil }
        return text
    }

    private mutating func context(_ text: String) -> Event {
        guard !text.isEmpty else { return .ignored }
        guard text.utf8.count <= contextLeft else {
            counts.overflow += 1
            return .ignored
        }
        contextLeft -= text.utf8.count
        return .context(text)
    }
}

/// All that a ticket tells about a call. Unknown values are `nil` and stay so: they are sent as null, never invented.
public struct TicketDraft: Codable, Equatable, Sendable {
    /// Something that was said.
    public struct Line: Codable, Equatable, Sendable {
        public var speaker: Speaker
        public var text: String
        /// When the words were spoken: Unix milliseconds.
        public var spokenAt: Int64

        public init(_ speaker: Speaker, _ text: String, spokenAt: Int64) {
            self.speaker = speaker
            self.text = text
            self.spokenAt = spokenAt
        }
    }

    public var call: CallID
    /// The desk's tenant. A ticket without one is kept, and delivered once the secretary has it.
    public var companyID: Int?
    /// As the telephone system gave it, in any spelling.
    public var caller: String?
    public var transcript: [Line] = []
    public var summary: String?
    /// `elevenlabs_conversational`, `openai_realtime`, …
    public var provider: String?
    /// BCP 47.
    public var language: String?
    public var durationSeconds: Int?
    /// Turns that were answered.
    public var turns: Int?
    public var averageLatencyMilliseconds: Int?
    public var reason: HandoffReason
    public var queueID: Int?
    public var secretary: String?
    /// Is the desk to fetch the recording and show it in the ticket?
    public var attachesRecording = false
    /// Where the recording was put, if it was.
    public var recordingURL: String?
    /// The provider's own name for the conversation.
    public var conversationID: String?

    public init(call: CallID, companyID: Int?, reason: HandoffReason) {
        self.call = call
        self.companyID = companyID
        self.reason = reason
    }
}

extension Speaker: Codable {}

extension CallID: Codable {
    public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

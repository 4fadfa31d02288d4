import CallControl

/// What a server of the Realtime protocol tells, in its own terms. Audio deltas have a way of their own (`encodeAudio`).
public enum OpenAIServerEvent: Equatable, Sendable {
    /// Where a piece of a response belongs.
    public struct Place: Equatable, Sendable {
        public var response: String
        public var item: String
        public var outputIndex: Int
        public var contentIndex: Int

        public init(response: String, item: String, outputIndex: Int = 0, contentIndex: Int = 0) {
            self.response = response
            self.item = item
            self.outputIndex = outputIndex
            self.contentIndex = contentIndex
        }
    }
    /// A function call within a response.
    public struct Call: Equatable, Sendable {
        public var place: Place
        public var callID: String
        public var name: String
        public var arguments: String

        public init(place: Place, callID: String, name: String, arguments: String) {
            self.place = place
            self.callID = callID
            self.name = name
            self.arguments = arguments
        }
    }
    /// How a response ended.
    public enum Status: Equatable, Sendable {
        case completed
        /// `turn_detected` or `client_cancelled`.
        case cancelled(reason: String)
        /// `max_output_tokens` or `content_filter`.
        case incomplete(reason: String)
        case failed(code: String, message: String)
    }

    case sessionCreated
    case sessionUpdated
    case speechStarted(item: String, milliseconds: Int)
    case speechStopped(item: String, milliseconds: Int)
    case audioCommitted(item: String, previous: String?)
    case audioCleared
    case itemAdded(OpenAIServerItem, previous: String?)
    case itemDone(OpenAIServerItem, previous: String?)
    case itemTruncated(item: String, contentIndex: Int, milliseconds: Int, transcript: String?)
    case itemRetrieved(OpenAIServerItem)
    case inputTranscriptDelta(item: String, String)
    /// xAI: all text so far.
    case inputTranscriptUpdated(item: String, String)
    case inputTranscriptCompleted(item: String, String, seconds: Double)
    case inputTranscriptFailed(item: String, message: String)
    case responseCreated(String)
    case outputItemAdded(OpenAIServerItem, response: String, index: Int)
    case outputItemDone(OpenAIServerItem, response: String, index: Int)
    case contentPartAdded(Place)
    case contentPartDone(Place, transcript: String)
    case transcriptDelta(Place, String)
    case transcriptDone(Place, String)
    case audioDone(Place)
    case functionArgumentsDelta(Call)
    case functionArgumentsDone(Call)
    case responseDone(String, Status, output: [OpenAIServerItem], usage: AgentUsage)
    case rateLimits
    case error(type: String, code: String, message: String, causedBy: String?)
}

/// What a client asks of a provider: the server side's reading of its messages.
public enum ProviderRequest: Equatable, Sendable {
    /// Audio of the caller; its bytes were appended to the buffer given to `decode`.
    case audio
    /// OpenAI: `session.update`, with the `session` object as it was sent.
    case sessionUpdate(JSONValue)
    case commitAudio
    case clearAudio
    /// A message put into the conversation. `role`: user, assistant or system.
    case message(role: String, text: String)
    /// xAI: a line to be spoken as it stands.
    case forceMessage(String)
    case toolResult(callID: String, output: String, isError: Bool)
    case truncate(item: String, contentIndex: Int, audioEndMilliseconds: Int)
    case retrieveItem(String)
    case deleteItem(String)
    /// `isOutOfBand`: not part of the conversation.
    case createResponse(instructions: String?, isOutOfBand: Bool)
    case cancelResponse(String?)
    /// ElevenLabs: the first message, whole.
    case initiation(JSONValue)
    case pong(Int)
    /// ElevenLabs: background that asks for no answer.
    case context(String)
    /// ElevenLabs: a sign of life that resets the silence timer.
    case activity
    case unrecognised(type: String)
}

/// The server events of the Realtime protocol, by their GA names; the beta's and xAI's aliases lead to the same cases.
///
/// Sources: `openai.types.realtime.RealtimeServerEvent` (46 types) and xAI's "Speech to Speech" page.
enum OpenAIEventType: String, CaseIterable {
    case error
    case sessionCreated = "session.created"
    case sessionUpdated = "session.updated"
    case conversationCreated = "conversation.created"
    case speechStarted = "input_audio_buffer.speech_started"
    case speechStopped = "input_audio_buffer.speech_stopped"
    case itemAdded = "conversation.item.added"
    case itemRetrieved = "conversation.item.retrieved"
    case itemTruncated = "conversation.item.truncated"
    case inputTranscriptDelta = "conversation.item.input_audio_transcription.delta"
    /// xAI only: all text so far.
    case inputTranscriptUpdated = "conversation.item.input_audio_transcription.updated"
    case inputTranscriptCompleted = "conversation.item.input_audio_transcription.completed"
    case inputTranscriptFailed = "conversation.item.input_audio_transcription.failed"
    case responseCreated = "response.created"
    case responseDone = "response.done"
    case outputItemAdded = "response.output_item.added"
    case outputItemDone = "response.output_item.done"
    case audioDelta = "response.output_audio.delta"
    case audioDone = "response.output_audio.done"
    case transcriptDelta = "response.output_audio_transcript.delta"
    case transcriptDone = "response.output_audio_transcript.done"
    case functionArgumentsDone = "response.function_call_arguments.done"
    /// Known, and of no consequence for a call.
    case other = ""

    init?(wire name: String) {
        if let known = OpenAIEventType(rawValue: name), known != .other {
            self = known
        } else if let alias = Self.aliases[name] {
            self = alias
        } else {
            return nil
        }
    }

    private static let aliases: [String: OpenAIEventType] = {
        var table: [String: OpenAIEventType] = [
            "response.audio.delta": .audioDelta, "response.audio.done": .audioDone,
            "response.audio_transcript.delta": .transcriptDelta, "response.audio_transcript.done": .transcriptDone,
            "conversation.item.created": .itemAdded,
        ]
        for name in ignored { table[name] = .other }
        return table
    }()

    private static let ignored = [
        "conversation.item.deleted", "conversation.item.done", "conversation.item.input_audio_transcription.segment",
        "input_audio_buffer.cleared", "input_audio_buffer.committed", "input_audio_buffer.dtmf_event_received",
        "input_audio_buffer.timeout_triggered", "mcp_list_tools.completed", "mcp_list_tools.failed", "mcp_list_tools.in_progress",
        "output_audio_buffer.cleared", "output_audio_buffer.started", "output_audio_buffer.stopped", "rate_limits.updated",
        "response.content_part.added", "response.content_part.done", "response.function_call_arguments.delta", "response.mcp_call.completed",
        "response.mcp_call.failed", "response.mcp_call.in_progress", "response.mcp_call_arguments.delta", "response.mcp_call_arguments.done",
        "response.output_text.delta", "response.output_text.done", "response.text.delta", "response.text.done",
    ]
}

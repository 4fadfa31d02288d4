import Audio
import CallControl

extension ElevenLabsAgentCodec {
    mutating func decode(_ type: ElevenLabsEventType, _ message: JSONFields, events: inout [AgentEvent], audio: inout [UInt8]) throws(WireError) {
        switch type {
        case .metadata: try decodeMetadata(try message.object("conversation_initiation_metadata_event"), &events)
        case .audio: try decodeSlowAudio(try message.object("audio_event"), events: &events, audio: &audio)
        case .userTranscript: try decodeCaller(try message.object("user_transcription_event"), isFinal: true, &events)
        case .tentativeUserTranscript: try decodeCaller(try message.object("tentative_user_transcription_event"), isFinal: false, &events)
        case .agentResponse: try decodeAgent(try message.object("agent_response_event"), "agent_response", &events) { .final($0) }
        case .agentResponseCorrection:
            try decodeAgent(try message.object("agent_response_correction_event"), "corrected_agent_response", &events) { .correction($0) }
        case .agentResponsePart: try decodePart(try message.object("text_response_part"), &events)
        case .interruption: decodeInterruption(try message.object("interruption_event").int("event_id"), &events)
        case .ping: try decodePing(try message.object("ping_event"), &events)
        case .clientToolCall: try decodeToolCall(try message.object("client_tool_call"), &events)
        case .error: events.append(.failure(try ElevenLabsFailures.read(try message.object("error_event"))))
        case .other: break
        }
    }

    /// `conversation_initiation_metadata_event`: the agent's formats, which the call either takes or doesn't.
    private mutating func decodeMetadata(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        guard
            let output = try format(event, "agent_output_audio_format", &events),
            let input = try format(event, "user_input_audio_format", &events)
        else { return }
        let confirmed = AgentSession(formatToAgent: input, formatFromAgent: output, conversationID: try event.optionalString("conversation_id"))
        if let session {
            guard session.formatToAgent != input || session.formatFromAgent != output else { return }
            events.append(.failure(AgentFailure(.fatal, code: "format_changed", message: "now \(input) to and \(output) from the agent")))
            return
        }
        session = confirmed
        events.append(.ready(confirmed))
    }

    /// Documents older than the input field left it out; 16 kHz was the only one then.
    private func format(_ event: JSONFields, _ field: String, _ events: inout [AgentEvent]) throws(WireError) -> AudioFormat? {
        guard let name = try event.optionalString(field) else { return .linear16(.hz16000) }
        if let format = ElevenLabsAudioFormat.read(name) { return format }
        let message = "the agent's \(field) is \(UTF8Text.printable(name, bytes: 40)), which is not known here"
        events.append(.failure(AgentFailure(.fatal, code: "unsupported_format", message: message)))
        return nil
    }

    /// `user_transcript`, `tentative_user_transcript`. A final one is the first sign that the caller's turn is over, so whatever
    /// the agent was saying is over too.
    private mutating func decodeCaller(_ event: JSONFields, isFinal: Bool, _ events: inout [AgentEvent]) throws(WireError) {
        let text = bounded(try event.string("user_transcript"))
        let item = turns.item(.caller, try event.optionalInt("event_id"))
        if isFinal { endResponse(.completed, &events) }
        if item.isNew { events.append(.transcript(TranscriptUpdate(.caller, item.id, .placed(predecessor: item.predecessor)))) }
        events.append(.transcript(TranscriptUpdate(.caller, item.id, isFinal ? .final(text) : .cumulative(text))))
    }

    /// `agent_response` (full text, around the first audio) and `agent_response_correction` (what was heard of it).
    private mutating func decodeAgent(
        _ event: JSONFields, _ field: String, _ events: inout [AgentEvent], _ kind: (String) -> TranscriptUpdate.Kind
    ) throws(WireError) {
        let text = bounded(try event.string(field))
        report(agentText: kind(text), try event.optionalInt("event_id"), &events)
    }

    /// `agent_chat_response_part`: start and stop carry no text.
    private mutating func decodePart(_ part: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let text = bounded(try part.string("text"))
        guard try part.optionalString("type") ?? "delta" == "delta", !text.isEmpty else { return }
        report(agentText: .delta(text), try part.optionalInt("event_id"), &events)
    }

    private mutating func report(agentText kind: TranscriptUpdate.Kind, _ event: Int?, _ events: inout [AgentEvent]) {
        let isCorrection = if case .correction = kind { true } else { false }
        // What is corrected was interrupted: it doesn't begin again by being mentioned.
        let response = event.flatMap { turns.isStale($0) || isCorrection ? turns.response($0) : begin($0, &events) }
        let item = turns.item(.agent, event)
        if item.isNew {
            events.append(.transcript(TranscriptUpdate(.agent, item.id, response: response, .placed(predecessor: item.predecessor))))
        }
        events.append(.transcript(TranscriptUpdate(.agent, item.id, response: response, kind)))
    }

    private mutating func decodeInterruption(_ event: Int, _ events: inout [AgentEvent]) {
        guard let response = turns.interrupt(event) else { return }
        events.append(.interrupted(upTo: response))
        if let current = turns.current, current <= response { endResponse(.cancelled, &events) }
    }

    /// `ping_ms` may be missing or null.
    private func decodePing(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        events.append(.ping(id: try event.int("event_id"), roundTrip: try event.optionalMilliseconds("ping_ms")))
    }

    private func decodeToolCall(_ call: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let arguments = try call.optionalObject("parameters")?.json ?? [:]
        let response = try call.optionalInt("event_id").flatMap { turns.response($0) }
        let name = try call.string("tool_name")
        events.append(.toolCall(ToolCall(id: try call.string("tool_call_id"), name: name, arguments: arguments.text, response: response)))
    }

    private mutating func bounded(_ text: String) -> String {
        let cut = UTF8Text.prefix(text, bytes: limits.transcript)
        if cut.utf8.count < text.utf8.count { droppedTranscripts += 1 }
        return cut
    }

    // MARK: Responses

    /// The response of an event id. A new one begins where the last ends: the protocol has no words for either.
    mutating func begin(_ event: Int, _ events: inout [AgentEvent]) -> ResponseID {
        let before = turns.current
        let (response, isNew) = turns.intern(event)
        guard isNew else { return response }
        if let before { end(before, .completed, &events) }
        events.append(.responseStarted(response))
        return response
    }

    private mutating func endResponse(_ ending: ResponseEnding, _ events: inout [AgentEvent]) {
        if let ended = turns.endCurrent() { end(ended, ending, &events) }
    }

    private func end(_ response: ResponseID, _ ending: ResponseEnding, _ events: inout [AgentEvent]) {
        events.append(.responseAudioEnded(response))
        events.append(.responseEnded(response, ending))
    }
}

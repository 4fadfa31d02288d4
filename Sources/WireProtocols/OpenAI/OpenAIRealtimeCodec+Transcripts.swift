import CallControl

extension OpenAIRealtimeCodec {
    /// `input_audio_buffer.speech_started {audio_start_ms,item_id}`, `.speech_stopped {audio_end_ms,item_id}`.
    mutating func decodeSpeech(_ event: JSONFields, isStart: Bool, _ events: inout [AgentEvent]) throws(WireError) {
        let position = try event.optionalMilliseconds(isStart ? "audio_start_ms" : "audio_end_ms")
        let item = try event.optionalString("item_id").map { name in
            let index = conversation.intern(item: name)
            conversation.update(item: index) { $0.speaker = .caller }
            return conversation.items[index].id
        }
        events.append(isStart ? .callerStartedSpeaking(audioPosition: position, item: item) : .callerStoppedSpeaking(audioPosition: position, item: item))
    }

    /// `conversation.item.added {previous_item_id,item}`, once an item; the beta's `conversation.item.created` says the same.
    mutating func decodeItem(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let item = try event.object("item")
        let name = try item.string("id")
        let speaker = try Self.speaker(of: item)
        // "root" is the front of the conversation.
        let predecessor = try event.optionalString("previous_item_id").flatMap { previous -> ItemID? in
            previous == "root" ? nil : conversation.item(named: previous).id
        }
        let place = conversation.intern(item: name)
        guard !conversation.items[place].isPlaced else { return }
        conversation.update(item: place) { entry in
            entry.isPlaced = true
            entry.predecessor = predecessor
            entry.speaker = speaker
        }
        guard let speaker else { return }
        let entry = conversation.items[place]
        events.append(.transcript(TranscriptUpdate(speaker, entry.id, response: entry.response, .placed(predecessor: conversation.spoken(from: predecessor)))))
    }

    private static func speaker(of item: JSONFields) throws(WireError) -> Speaker? {
        guard try item.optionalString("type") ?? "message" == "message" else {
            return try item.optionalString("type") == "force_message" ? .agent : nil
        }
        switch try item.optionalString("role") {
        case "user": return .caller
        case "assistant": return .agent
        default: return nil
        }
    }

    /// The four kinds of news about what the caller said.
    mutating func decodeCallerTranscript(_ type: OpenAIEventType, _ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let index = conversation.intern(item: try event.string("item_id"))
        let kind: TranscriptUpdate.Kind? =
            switch type {
            case .inputTranscriptDelta: delta(try event.optionalString("delta") ?? "", item: index)
            case .inputTranscriptUpdated: whole(try event.string("transcript")).map { .cumulative($0) }
            case .inputTranscriptCompleted: whole(try event.string("transcript")).map { .final($0) }
            default: .failed(UTF8Text.printable(try event.optionalObject("error")?.optionalString("message") ?? "", bytes: 512))
            }
        guard let kind else { return }
        events.append(.transcript(TranscriptUpdate(.caller, conversation.items[index].id, kind)))
    }

    /// `response.output_audio_transcript.delta {delta}` and `.done {transcript}`.
    mutating func decodeAgentTranscript(_ type: OpenAIEventType, _ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let response = try intern(response: try event.string("response_id"), &events)
        let index = conversation.intern(item: try event.string("item_id"))
        let kind =
            type == .transcriptDelta ? delta(try event.string("delta"), item: index) : whole(try event.string("transcript")).map { .final($0) }
        guard let kind else { return }
        events.append(.transcript(TranscriptUpdate(.agent, conversation.items[index].id, response: response, kind)))
    }

    /// A delta counts toward the bound of its entry; what comes beyond is left out and counted.
    private mutating func delta(_ text: String, item index: Int) -> TranscriptUpdate.Kind? {
        let left = limits.transcript - conversation.items[index].transcriptBytes
        let cut = UTF8Text.prefix(text, bytes: left)
        if cut.utf8.count < text.utf8.count { droppedTranscripts += 1 }
        guard !cut.isEmpty else { return nil }
        conversation.update(item: index) { $0.transcriptBytes += cut.utf8.count }
        return .delta(cut)
    }

    private mutating func whole(_ text: String) -> String? {
        let cut = UTF8Text.prefix(text, bytes: limits.transcript)
        if cut.utf8.count < text.utf8.count { droppedTranscripts += 1 }
        return cut
    }

    /// `conversation.item.truncated`: xAI's carries the text that was kept; OpenAI's deletes it and says nothing.
    mutating func decodeTruncated(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let item = try event.string("item_id")
        guard let text = try event.optionalString("transcript") else { return }
        correct(item, text, &events)
    }

    /// `conversation.item.retrieved`, which we ask for after a truncation at ElevenLabs Realtime.
    mutating func decodeRetrieved(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let item = try event.object("item")
        guard try item.optionalString("role") == "assistant", let parts = try item.optionalArray("content") else { return }
        let texts = parts.compactMap { $0["transcript"]?.stringValue ?? $0["text"]?.stringValue }
        guard !texts.isEmpty else { return }
        correct(try item.string("id"), texts.joined(), &events)
    }

    private mutating func correct(_ item: String, _ text: String, _ events: inout [AgentEvent]) {
        let entry = conversation.item(named: item)
        guard let text = whole(text) else { return }
        events.append(.transcript(TranscriptUpdate(.agent, entry.id, response: entry.response, .correction(text))))
    }
}

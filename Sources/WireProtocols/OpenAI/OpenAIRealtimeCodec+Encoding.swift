import Audio
import CallControl

extension OpenAIRealtimeCodec {
    public mutating func encode(_ command: AgentCommand, into messages: inout [AgentMessage]) {
        switch command {
        // The server greets first; `session.update` is its answer. Pings and farewells have no words here.
        case .start, .pong, .end: break
        case .createResponse(let instructions):
            let response: JSONValue? = instructions.map { ["instructions": .string($0)] }
            messages.append(text: .object(["type": "response.create", "response": response]))
        case .cancelResponse(let id): encodeCancel(id, &messages)
        case .truncate(let id, let heard): encodeTruncation(id, heard, &messages)
        case .say(let line): messages.append(text: say(line))
        case .toolResult(let result):
            messages.append(text: item(["type": "function_call_output", "call_id": .string(result.callID), "output": .string(Self.output(of: result))]))
        case .context(let text): messages.append(text: itemMessage(role: "system", text))
        case .callerText(let text): messages.append(text: itemMessage(role: "user", text))
        }
    }

    public mutating func encodeAudio(_ audio: Span<UInt8>, into message: inout [UInt8]) -> FrameKind {
        if setup.carriageToAgent == .binary, dialect.carriesBinary {
            audio.withUnsafeBufferPointer { message.append(contentsOf: $0) }
            return .binary
        }
        JSONText.append(literal: #"{"type":"input_audio_buffer.append","audio":""#, to: &message)
        Base64.append(audio, to: &message)
        JSONText.append(literal: "\"}", to: &message)
        return .text
    }

    private func item(_ item: JSONValue) -> JSONValue { ["type": "conversation.item.create", "item": item] }

    private func itemMessage(role: String, _ text: String) -> JSONValue {
        item(["type": "message", "role": .string(role), "content": [["type": "input_text", "text": .string(text)]]])
    }

    /// The protocol has no flag for errors: they are told as an object with that name.
    private static func output(of result: ToolResult) -> String {
        result.isError ? JSONValue.object(["error": .string(result.output)]).text : result.output
    }

    private func say(_ line: String) -> JSONValue {
        let order = VerbatimOrder.text(line)
        switch dialect.verbatimLine {
        case .forceMessage:
            return item([
                "type": "force_message", "role": "assistant", "interruptible": false, "content": [["type": "output_text", "text": .string(line)]],
            ])
        case .isolatedResponse:
            return ["type": "response.create", "response": ["instructions": .string(order), "input": [], "tool_choice": "none"]]
        case .instructedResponse:
            return ["type": "response.create", "response": ["instructions": .string(order), "tool_choice": "none"]]
        }
    }

    /// A response that is done at the provider can't be cancelled; asking would only bring an error.
    private func encodeCancel(_ id: ResponseID, _ messages: inout [AgentMessage]) {
        guard let response = conversation.response(id), response.phase != .done else { return }
        messages.append(text: ["type": "response.cancel", "response_id": .string(String(decoding: response.name, as: UTF8.self))])
    }

    /// Cuts each part of the response at what was heard of it, never beyond what has come: that would be an error.
    private mutating func encodeTruncation(_ id: ResponseID, _ heard: Duration, _ messages: inout [AgentMessage]) {
        guard let response = conversation.response(id) else { return }
        var left = max(heard, .zero)
        for (index, segment) in response.segments.enumerated() {
            let received = duration(bytes: segment.bytes)
            let isLast = index == response.segments.count - 1
            let kept = min(left, received ?? left)
            left -= kept
            // Heard to its end, with more of the response behind it: nothing to forget.
            if !isLast, let received, kept == received { continue }
            guard !segment.item.isEmpty, !segment.isTruncated else { continue }
            conversation.markTruncated(id, segment: index)
            let item = JSONValue.string(String(decoding: segment.item, as: UTF8.self))
            messages.append(text: [
                "type": "conversation.item.truncate", "item_id": item, "content_index": .integer(segment.contentIndex),
                "audio_end_ms": .integer(Int(kept.inNanoseconds / 1_000_000)),
            ])
            if dialect.retrievesAfterTruncation { messages.append(text: ["type": "conversation.item.retrieve", "item_id": item]) }
        }
    }

    /// How long that much audio lasts; `nil` where bytes don't tell (Opus).
    private func duration(bytes: Int) -> Duration? {
        let format = formatFromAgent
        return format.bytesPerSample.map { format.rate.duration(samples: bytes / $0) }
    }
}

extension [AgentMessage] {
    /// Appends a text message with that document.
    mutating func append(text json: JSONValue) { append(AgentMessage(.text, json.bytes)) }
}

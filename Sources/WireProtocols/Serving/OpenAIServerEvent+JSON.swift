import CallControl

extension OpenAIServerEvent {
    /// The message without `event_id`; `nil` for the two that tell about the session, which the codec knows.
    var json: JSONValue? {
        switch self {
        case .sessionCreated, .sessionUpdated: nil
        case .speechStarted(let item, let milliseconds):
            ["type": "input_audio_buffer.speech_started", "audio_start_ms": .integer(milliseconds), "item_id": .string(item)]
        case .speechStopped(let item, let milliseconds):
            ["type": "input_audio_buffer.speech_stopped", "audio_end_ms": .integer(milliseconds), "item_id": .string(item)]
        case .audioCommitted(let item, let previous):
            .object(["type": "input_audio_buffer.committed", "previous_item_id": previous.map(JSONValue.string), "item_id": .string(item)])
        case .audioCleared: ["type": "input_audio_buffer.cleared"]
        case .itemAdded(let item, let previous): conversationItem("added", item, previous)
        case .itemDone(let item, let previous): conversationItem("done", item, previous)
        case .itemTruncated(let item, let contentIndex, let milliseconds, let transcript):
            .object([
                "type": "conversation.item.truncated", "item_id": .string(item), "content_index": .integer(contentIndex),
                "audio_end_ms": .integer(milliseconds), "transcript": transcript.map(JSONValue.string),
            ])
        case .itemRetrieved(let item): ["type": "conversation.item.retrieved", "item": item.json]
        case .inputTranscriptDelta, .inputTranscriptUpdated, .inputTranscriptCompleted, .inputTranscriptFailed: inputTranscript
        case .responseCreated(let id):
            ["type": "response.created", "response": ["id": .string(id), "object": "realtime.response", "status": "in_progress", "output": []]]
        case .outputItemAdded(let item, let response, let index): outputItem("added", item, response, index)
        case .outputItemDone(let item, let response, let index): outputItem("done", item, response, index)
        case .contentPartAdded(let place): placed("response.content_part.added", place, ["part": ["type": "audio", "transcript": ""]])
        case .contentPartDone(let place, let text):
            placed("response.content_part.done", place, ["part": ["type": "audio", "transcript": .string(text)]])
        case .transcriptDelta(let place, let text): placed("response.output_audio_transcript.delta", place, ["delta": .string(text)])
        case .transcriptDone(let place, let text): placed("response.output_audio_transcript.done", place, ["transcript": .string(text)])
        case .audioDone(let place): placed("response.output_audio.done", place, [:])
        case .functionArgumentsDelta(let call): function("delta", call, ["delta": .string(call.arguments)])
        case .functionArgumentsDone(let call): function("done", call, ["name": .string(call.name), "arguments": .string(call.arguments)])
        case .responseDone(let id, let status, let output, let usage): responseDone(id, status, output, usage)
        case .rateLimits:
            ["type": "rate_limits.updated", "rate_limits": [["name": "requests", "limit": 1_000, "remaining": 999, "reset_seconds": 0.06]]]
        case .error(let type, let code, let message, let cause):
            [
                "type": "error",
                "error": .object([
                    "type": .string(type), "code": .string(code), "message": .string(message), "param": .null, "event_id": cause.map(JSONValue.string) ?? .null,
                ]),
            ]
        }
    }

    private var inputTranscript: JSONValue? {
        let prefix = "conversation.item.input_audio_transcription."
        switch self {
        case .inputTranscriptDelta(let item, let text):
            return ["type": .string(prefix + "delta"), "item_id": .string(item), "content_index": 0, "delta": .string(text)]
        case .inputTranscriptUpdated(let item, let text):
            return ["type": .string(prefix + "updated"), "item_id": .string(item), "content_index": 0, "transcript": .string(text)]
        case .inputTranscriptCompleted(let item, let text, let seconds):
            return [
                "type": .string(prefix + "completed"), "item_id": .string(item), "content_index": 0, "transcript": .string(text),
                "usage": ["type": "duration", "seconds": .double(seconds)],
            ]
        case .inputTranscriptFailed(let item, let message):
            return [
                "type": .string(prefix + "failed"), "item_id": .string(item), "content_index": 0,
                "error": ["type": "transcription_error", "code": "audio_unintelligible", "message": .string(message)],
            ]
        default: return nil
        }
    }

    private func conversationItem(_ what: String, _ item: OpenAIServerItem, _ previous: String?) -> JSONValue {
        .object(["type": .string("conversation.item.\(what)"), "previous_item_id": previous.map(JSONValue.string), "item": item.json])
    }

    private func outputItem(_ what: String, _ item: OpenAIServerItem, _ response: String, _ index: Int) -> JSONValue {
        [
            "type": .string("response.output_item.\(what)"), "response_id": .string(response), "output_index": .integer(index),
            "item": item.json,
        ]
    }

    private func placed(_ type: String, _ place: Place, _ rest: JSONValue) -> JSONValue {
        let head: JSONValue = [
            "type": .string(type), "response_id": .string(place.response), "item_id": .string(place.item), "output_index": .integer(place.outputIndex),
            "content_index": .integer(place.contentIndex),
        ]
        return head.merging(rest)
    }

    private func function(_ what: String, _ call: Call, _ rest: JSONValue) -> JSONValue {
        let head: JSONValue = [
            "type": .string("response.function_call_arguments.\(what)"), "response_id": .string(call.place.response),
            "item_id": .string(call.place.item), "output_index": .integer(call.place.outputIndex), "call_id": .string(call.callID),
        ]
        return head.merging(rest)
    }

    private func responseDone(_ id: String, _ status: Status, _ output: [OpenAIServerItem], _ usage: AgentUsage) -> JSONValue {
        let (name, details): (JSONValue, JSONValue?) =
            switch status {
            case .completed: ("completed", nil)
            case .cancelled(let reason): ("cancelled", ["type": "cancelled", "reason": .string(reason)])
            case .incomplete(let reason): ("incomplete", ["type": "incomplete", "reason": .string(reason)])
            case .failed(let code, _): ("failed", ["type": "failed", "error": ["type": "server_error", "code": .string(code)]])
            }
        return [
            "type": "response.done",
            "response": .object([
                "id": .string(id), "object": "realtime.response", "status": name, "status_details": details,
                "output": .array(output.map(\.json)), "usage": Self.json(usage),
            ]),
        ]
    }

    private static func json(_ usage: AgentUsage) -> JSONValue {
        let input = (usage.inputTextTokens ?? 0) + (usage.inputAudioTokens ?? 0)
        let output = (usage.outputTextTokens ?? 0) + (usage.outputAudioTokens ?? 0)
        return [
            "total_tokens": .integer(input + output), "input_tokens": .integer(input), "output_tokens": .integer(output),
            "input_token_details": [
                "text_tokens": .integer(usage.inputTextTokens ?? 0), "audio_tokens": .integer(usage.inputAudioTokens ?? 0),
                "cached_tokens": .integer(usage.cachedTokens ?? 0),
            ],
            "output_token_details": [
                "text_tokens": .integer(usage.outputTextTokens ?? 0), "audio_tokens": .integer(usage.outputAudioTokens ?? 0),
            ],
        ]
    }
}

extension JSONValue {
    /// The object with `other`'s members put over it, objects within objects likewise.
    func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(var members) = self, case .object(let additions) = other else { return other }
        for addition in additions {
            if let index = members.lastIndex(where: { $0.name == addition.name }) {
                members[index].value = members[index].value.merging(addition.value)
            } else {
                members.append(addition)
            }
        }
        return .object(members)
    }
}

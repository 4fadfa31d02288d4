import CallControl

extension OpenAIRealtimeCodec {
    /// The number of a response, which is announced the first time it is seen in whatever event.
    mutating func intern(response name: String, _ events: inout [AgentEvent]) throws(WireError) -> ResponseID {
        let index = place(response: name, &events)
        return conversation.responses[index].id
    }

    private mutating func place(response name: String, _ events: inout [AgentEvent]) -> Int {
        let bytes = Array(name.utf8)
        let (index, isNew) = conversation.intern(response: bytes.span)
        if isNew { events.append(.responseStarted(conversation.responses[index].id)) }
        return index
    }

    /// `response.created {response{id}}`.
    mutating func decodeResponse(_ response: JSONFields, _ events: inout [AgentEvent]) throws(WireError) -> Int {
        place(response: try response.string("id"), &events)
    }

    /// `response.output_audio.done {response_id}`.
    mutating func decodeAudioDone(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        endAudio(place(response: try event.string("response_id"), &events), &events)
    }

    private mutating func endAudio(_ index: Int, _ events: inout [AgentEvent]) {
        guard conversation.responses[index].phase == .running else { return }
        conversation.setPhase(.audioEnded, at: index)
        events.append(.responseAudioEnded(conversation.responses[index].id))
    }

    /// `response.done {response{status,status_details,usage,output}}`; also tells tool calls and the end of audio, should their own events be missing.
    mutating func decodeResponseDone(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let response = try event.object("response")
        let ending = try Self.ending(of: response)
        let index = try decodeResponse(response, &events)
        let id = conversation.responses[index].id
        for (number, item) in (try response.optionalArray("output") ?? []).enumerated() {
            try decodeToolItem(JSONFields(item, of: "response.done.response.output[\(number)]"), response: id, &events)
        }
        guard conversation.responses[index].phase != .done else { return }
        if !conversation.responses[index].segments.isEmpty { endAudio(index, &events) }
        conversation.setPhase(.done, at: index)
        // A bill that can't be read must not cost the event: without its end a response would go on for ever.
        if let usage = (try? response.optionalObject("usage")) ?? nil, let counts = try? Self.usage(usage) { events.append(.usage(counts)) }
        events.append(.responseEnded(id, ending))
    }

    private static func ending(of response: JSONFields) throws(WireError) -> ResponseEnding {
        let details = try response.optionalObject("status_details")
        switch try response.optionalString("status") ?? "completed" {
        case "completed": return .completed
        case "cancelled": return .cancelled
        case "incomplete": return .incomplete(reason: UTF8Text.printable(try details?.optionalString("reason") ?? "", bytes: 64))
        case "failed":
            guard let error = try details?.optionalObject("error") else { return .failed(AgentFailure(.retryable, code: "failed", message: "")) }
            return .failed(try OpenAIFailures.read(error))
        case let other: return .incomplete(reason: UTF8Text.printable(other, bytes: 64))
        }
    }

    private static func usage(_ usage: JSONFields) throws(WireError) -> AgentUsage {
        var result = AgentUsage()
        if let input = try usage.optionalObject("input_token_details") {
            result.inputTextTokens = count(input, "text_tokens")
            result.inputAudioTokens = count(input, "audio_tokens")
            result.cachedTokens = count(input, "cached_tokens")
            let cached = try input.optionalObject("cached_tokens_details")
            result.cachedTextTokens = cached.flatMap { count($0, "text_tokens") }
            result.cachedAudioTokens = cached.flatMap { count($0, "audio_tokens") }
        }
        if let output = try usage.optionalObject("output_token_details") {
            result.outputTextTokens = count(output, "text_tokens")
            result.outputAudioTokens = count(output, "audio_tokens")
        }
        return result
    }

    /// What is no number, or more than a call can have, is unknown: it must neither cost the event that it came with nor overflow the sums.
    private static func count(_ fields: JSONFields, _ name: String) -> Int? {
        guard let count = try? fields.optionalInt(name), (0...1_000_000_000).contains(count) else { return nil }
        return count
    }

    /// `response.output_item.added` and `.done {response_id,item}`: which item belongs to which response, and finished tool calls.
    mutating func decodeOutputItem(_ event: JSONFields, isDone: Bool, _ events: inout [AgentEvent]) throws(WireError) {
        let index = place(response: try event.string("response_id"), &events)
        let response = conversation.responses[index].id
        let item = try event.object("item")
        let name = try item.string("id")
        let function = try item.optionalString("name")
        let isCall = try item.optionalString("type") == "function_call"
        let entry = conversation.intern(item: name)
        conversation.update(item: entry) { known in
            known.response = response
            known.functionName = function ?? known.functionName
            if !isCall { known.speaker = .agent }
        }
        if isDone {
            try decodeToolItem(item, response: response, &events)
        } else if !isCall {
            conversation.setCurrentItem(name, at: index)
        }
    }

    /// `response.function_call_arguments.done {call_id,name?,arguments}`. Where the name is neither here nor known from the item,
    /// `response.output_item.done` will tell the whole call.
    mutating func decodeFunctionCall(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let call = try event.string("call_id")
        let arguments = try event.string("arguments")
        let response = try intern(response: try event.string("response_id"), &events)
        var function = try event.optionalString("name")
        if function == nil, let item = try event.optionalString("item_id") {
            function = conversation.item(named: item).functionName
        }
        guard let function else { return }
        report(ToolCall(id: call, name: function, arguments: arguments.isEmpty ? "{}" : arguments, response: response), &events)
    }

    private mutating func decodeToolItem(_ item: JSONFields, response: ResponseID, _ events: inout [AgentEvent]) throws(WireError) {
        // A call cut short by an interruption is not to be run.
        guard try item.optionalString("type") == "function_call", try item.optionalString("status") ?? "completed" == "completed" else { return }
        let arguments = try item.optionalString("arguments") ?? ""
        report(
            ToolCall(id: try item.string("call_id"), name: try item.string("name"), arguments: arguments.isEmpty ? "{}" : arguments, response: response),
            &events)
    }

    private mutating func report(_ call: ToolCall, _ events: inout [AgentEvent]) {
        if conversation.noteCall(call.id) { events.append(.toolCall(call)) }
    }
}

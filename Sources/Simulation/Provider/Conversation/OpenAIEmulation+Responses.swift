import CallControl
import WireProtocols

extension OpenAIEmulation {
    /// Begins a response; its first output comes after the thinking time.
    mutating func respond(_ answer: Answer, takesTurn: Bool, at now: Instant, _ effects: inout [Effect]) {
        let next = OpenAIResponse(id: numbers.response(), answer: answer, takesTurn: takesTurn)
        response = next
        send("response.created", ["response": json(of: next, status: "in_progress")], &effects)
        if dialect.isTalkative {
            send("rate_limits.updated", ["rate_limits": [["name": "requests", "limit": 1_000, "remaining": 999, "reset_seconds": 0.1]]], &effects)
        }
        agenda.add(.answer, at: now + settings.thinking.sample(using: &generator) + answer.delay)
    }

    /// The thinking is over.
    mutating func answer(at now: Instant, _ effects: inout [Effect]) {
        guard var current = response else { return }
        strewFaults(response: current.id, &effects)
        if let tool = current.answer.tool, tool.moment == .before {
            var rest = current.answer
            rest.tool = nil
            followUp = rest
            call(tool, &effects)
            return complete(&effects)
        }
        if current.takesTurn { takeTurn() }
        guard !current.answer.text.isEmpty else { return complete(&effects) }
        let item = numbers.item()
        let speech = setup.speech.speech(for: current.answer, in: session.formatFromAgent)
        current.phase = .speaking(item: item, Utterance(speech, text: current.answer.text, start: now, burst: settings.burst))
        response = current
        let json = message(item, status: "in_progress", transcript: nil)
        send("response.output_item.added", ["response_id": .string(current.id), "output_index": 0, "item": json], &effects)
        add(json, id: item, isDone: false, &effects)
        send("response.content_part.added", part(current.id, item, ["type": "audio", "transcript": ""]), &effects)
        sendChunk(at: now, &effects)
    }

    /// The reason of a response's end that the client asked for.
    static let clientCancelled = "client_cancelled"

    private mutating func takeTurn() {
        cursor.advance()
        continued = nil
    }

    /// Sends what is due of the response's audio.
    mutating func sendChunk(at now: Instant, _ effects: inout [Effect]) {
        guard var current = response, case .speaking(let item, var utterance) = current.phase else { return }
        while !utterance.isSent, utterance.nextDue <= now {
            let (chunk, words) = utterance.takeChunk()
            if !words.isEmpty {
                send("response.output_audio_transcript.delta", place(current.id, item, "delta", .string(words)), &effects)
            }
            effects.append(.sendAudio(audio(utterance.speech, chunk, response: current.id, item: item)))
        }
        current.phase = .speaking(item: item, utterance)
        response = current
        update(item: item) {
            $0.sent = utterance.sent
            $0.utterance = utterance
        }
        guard utterance.isSent else { return agenda.add(.chunk, at: utterance.nextDue) }
        endMessage(item, utterance, status: "completed", &effects)
        if let tool = current.answer.tool, tool.moment == .after {
            hasSpokenFirst = true
            call(tool, &effects)
        }
        complete(&effects)
        lateAudio(utterance, response: current.id, item: item, at: now)
    }

    /// Stops the response.
    mutating func cancel(_ reason: String, at now: Instant, _ effects: inout [Effect]) {
        guard let current = response else { return }
        agenda.removeAll { action in
            switch action {
            case .answer, .chunk: true
            case .transcript, .late: false
            }
        }
        // Whose answer the client does not want has been heard all the same; who goes on speaking was not done.
        if case .thinking = current.phase, current.takesTurn, reason == Self.clientCancelled { takeTurn() }
        if case .speaking(let item, let utterance) = current.phase {
            endMessage(item, utterance, status: "incomplete", &effects)
            lateAudio(utterance, response: current.id, item: item, at: now)
        }
        end(status: "cancelled", details: ["type": "cancelled", "reason": .string(reason)], &effects)
    }

    private mutating func complete(_ effects: inout [Effect]) { end(status: "completed", details: nil, &effects) }

    private mutating func end(status: String, details: JSONValue?, _ effects: inout [Effect]) {
        guard let current = response else { return }
        response = nil
        send("response.done", ["response": json(of: current, status: status, details: details)], &effects)
        releaseTranscripts(&effects)
    }

    private mutating func endMessage(_ item: String, _ utterance: Utterance, status: String, _ effects: inout [Effect]) {
        guard let id = response?.id else { return }
        let text = utterance.said
        let done = message(item, status: status, transcript: text)
        update(item: item) { $0.json = done }
        send("response.output_audio.done", place(id, item), &effects)
        send("response.output_audio_transcript.done", place(id, item, "transcript", .string(text)), &effects)
        send("response.content_part.done", part(id, item, ["type": "audio", "transcript": .string(text)]), &effects)
        send("response.output_item.done", ["response_id": .string(id), "output_index": 0, "item": done], &effects)
        finish(item: item, &effects)
        response?.output.append(done)
    }

    /// Asks for a function, in the current response.
    private mutating func call(_ tool: Answer.Tool, _ effects: inout [Effect]) {
        guard let current = response else { return }
        let (item, call) = (numbers.item(), numbers.call())
        let index = JSONValue.integer(current.output.count)
        let where_: [JSONValue.Member] = [
            .init("response_id", .string(current.id)), .init("item_id", .string(item)), .init("output_index", index), .init("call_id", .string(call)),
        ]
        let begun = function(item, tool, call, status: "in_progress", arguments: "")
        let done = function(item, tool, call, status: "completed", arguments: tool.arguments)
        send("response.output_item.added", ["response_id": .string(current.id), "output_index": index, "item": begun], &effects)
        add(begun, id: item, isDone: false, &effects)
        update(item: item) { $0.json = done }
        send(members: "response.function_call_arguments.delta", where_ + [.init("delta", .string(tool.arguments))], &effects)
        let name = JSONValue.Member("name", .string(tool.name))
        send(members: "response.function_call_arguments.done", where_ + [name, .init("arguments", .string(tool.arguments))], &effects)
        send("response.output_item.done", ["response_id": .string(current.id), "output_index": index, "item": done], &effects)
        finish(item: item, &effects)
        response?.output.append(done)
    }

    private mutating func send(members type: String, _ members: [JSONValue.Member], _ effects: inout [Effect]) {
        effects.append(.send(.object([.init("type", .string(type)), .init("event_id", .string(numbers.event()))] + members)))
    }

    private mutating func lateAudio(_ utterance: Utterance, response: String, item: String, at now: Instant) {
        guard setup.faults.contains(.lateAudio), !utterance.speech.chunks.isEmpty else { return }
        // "Deltas can trail": 60 ms is what was seen in the field.
        let chunk = min(utterance.sentChunks, utterance.speech.chunks.count - 1)
        agenda.add(.late(audio(utterance.speech, chunk, response: response, item: item)), at: now + .milliseconds(60))
    }
}

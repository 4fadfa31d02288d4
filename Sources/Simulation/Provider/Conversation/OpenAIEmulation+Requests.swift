import CallControl
import WireProtocols

/// What the client asks for.
extension OpenAIEmulation {
    mutating func handle(message: JSONValue, at now: Instant, _ effects: inout [Effect]) {
        switch message["type"]?.stringValue {
        case "session.update": update(message, &effects)
        case "input_audio_buffer.commit": commitBuffer(message, at: now, &effects)
        case "input_audio_buffer.clear":
            committed = heard
            send("input_audio_buffer.cleared", [:], &effects)
        case "conversation.item.create": create(message, at: now, &effects)
        case "conversation.item.truncate": truncate(message, &effects)
        case "conversation.item.retrieve" where dialect != .xAI: retrieve(message, &effects)
        case "conversation.item.delete": delete(message, &effects)
        case "response.create": createResponse(message, at: now, &effects)
        case "response.cancel":
            guard response != nil else {
                return fail("response_cancel_not_active", "Cancellation failed: no active response found", answering: message, &effects)
            }
            cancel(Self.clientCancelled, at: now, &effects)
        case let other:
            fail("invalid_value", "Invalid value: '\(other ?? "")'.", parameter: "type", answering: message, &effects)
        }
    }

    private mutating func commitBuffer(_ request: JSONValue, at now: Instant, _ effects: inout [Effect]) {
        guard heard - committed >= .milliseconds(100) else {
            let text = "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio."
            return fail("input_audio_buffer_commit_empty", text, answering: request, &effects)
        }
        commit(item: numbers.item(), text: cursor.turn(lasting: heard - committed).heard, at: now, &effects)
    }

    private mutating func createResponse(_ request: JSONValue, at now: Instant, _ effects: inout [Effect]) {
        if let response {
            let text = "Conversation already has an active response in progress: \(response.id). Wait until the response is finished before creating a new one."
            return fail("conversation_already_has_active_response", text, answering: request, &effects)
        }
        if let instructions = request["response"]?["instructions"]?.stringValue, !instructions.isEmpty {
            return respond(Answer(SpokenLine.find(in: instructions)), takesTurn: false, at: now, &effects)
        }
        if let followUp {
            self.followUp = nil
            return respond(followUp, takesTurn: true, at: now, &effects)
        }
        // The agent has spoken already and only wanted something done: it has nothing to add.
        let isOver = hasSpokenFirst
        hasSpokenFirst = false
        respond(isOver ? Answer("") : cursor.turn(lasting: .zero).answer, takesTurn: !isOver, at: now, &effects)
    }

    private mutating func create(_ request: JSONValue, at now: Instant, _ effects: inout [Effect]) {
        guard let item = request["item"], let type = item["type"]?.stringValue else {
            return fail("missing_required_parameter", "Missing required parameter: 'item'.", parameter: "item", answering: request, &effects)
        }
        let id = item["id"]?.stringValue ?? numbers.item()
        guard !items.contains(where: { $0.id == id }) else {
            return fail("item_create_duplicate_item_id", "The item '\(id)' already exists.", parameter: "item.id", answering: request, &effects)
        }
        if type == "force_message" {
            guard dialect == .xAI else {
                return fail("invalid_value", "Invalid value: 'force_message'.", parameter: "item.type", answering: request, &effects)
            }
            cancel(Self.clientCancelled, at: now, &effects)
            return respond(Answer(item["content"]?.arrayValue?.first?["text"]?.stringValue ?? ""), takesTurn: false, at: now, &effects)
        }
        guard case .object(var members) = item else { return }
        members.removeAll { ["id", "object", "status"].contains($0.name) }
        members.append(.init("id", .string(id)))
        members.append(.init("object", "realtime.item"))
        members.append(.init("status", "completed"))
        add(.object(members), id: id, isDone: true, &effects)
    }

    private mutating func truncate(_ request: JSONValue, _ effects: inout [Effect]) {
        guard let id = request["item_id"]?.stringValue, let end = request["audio_end_ms"]?.intValue, end >= 0 else {
            return fail("invalid_value", "Invalid value.", parameter: "audio_end_ms", answering: request, &effects)
        }
        guard let item = items.last(where: { $0.id == id }), let sent = item.sent, let utterance = item.utterance else {
            return fail("invalid_value", "Item with item_id not found: \(id)", parameter: "item_id", answering: request, &effects)
        }
        let length = Int(sent.inNanoseconds / 1_000_000)
        guard end <= length else {
            let text = "Audio content of \(length)ms is already shorter than \(end)ms"
            return fail("invalid_value", text, parameter: "audio_end_ms", answering: request, &effects)
        }
        let kept = utterance.words(within: .milliseconds(end))
        let json = message(id, status: "incomplete", transcript: kept)
        update(item: id) {
            $0.sent = .milliseconds(end)
            $0.json = json
        }
        let transcript: JSONValue? = dialect == .xAI ? .string(kept) : nil
        send(
            "conversation.item.truncated",
            ["item_id": .string(id), "content_index": 0, "audio_end_ms": .integer(end), "transcript": transcript], &effects)
    }

    private mutating func retrieve(_ request: JSONValue, _ effects: inout [Effect]) {
        let id = request["item_id"]?.stringValue ?? ""
        guard let item = items.last(where: { $0.id == id }) else {
            return fail("item_retrieve_invalid_item_id", "Item with item_id not found: \(id)", parameter: "item_id", answering: request, &effects)
        }
        send("conversation.item.retrieved", ["item": item.json], &effects)
    }

    private mutating func delete(_ request: JSONValue, _ effects: inout [Effect]) {
        let id = request["item_id"]?.stringValue ?? ""
        guard let index = items.lastIndex(where: { $0.id == id }) else {
            return fail("item_delete_invalid_item_id", "Item with item_id not found: \(id)", parameter: "item_id", answering: request, &effects)
        }
        items.remove(at: index)
        send("conversation.item.deleted", ["item_id": .string(id)], &effects)
    }
}

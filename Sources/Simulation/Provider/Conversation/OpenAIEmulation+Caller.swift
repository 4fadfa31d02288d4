import CallControl
import WireProtocols

extension OpenAIEmulation {
    mutating func speechStarted(at position: Duration, _ now: Instant, _ effects: inout [Effect]) {
        let item = numbers.item()
        hearing = (item, continued ?? position)
        let start = max(.zero, position - session.prefixPadding)
        send("input_audio_buffer.speech_started", ["audio_start_ms": start.wholeMilliseconds, "item_id": .string(item)], &effects)
        guard session.interrupts else { return }
        cancel("turn_detected", at: now, &effects)
    }

    mutating func speechStopped(lastVoiced: Duration, decided: Duration, _ now: Instant, _ effects: inout [Effect]) {
        guard let hearing else { return }
        self.hearing = nil
        send("input_audio_buffer.speech_stopped", ["audio_end_ms": decided.wholeMilliseconds, "item_id": .string(hearing.item)], &effects)
        let turn = cursor.turn(lasting: lastVoiced - hearing.start)
        // Until the answer sounds, more speech belongs to the same utterance.
        continued = hearing.start
        commit(item: hearing.item, text: turn.heard, at: now, &effects)
        if session.createsResponses, response == nil { respond(turn.answer, takesTurn: true, at: now, &effects) }
    }

    /// The input buffer becomes an item of the conversation, and is transcribed.
    mutating func commit(item: String, text: String, at now: Instant, _ effects: inout [Effect]) {
        committed = heard
        send("input_audio_buffer.committed", ["item_id": .string(item), "previous_item_id": lastItem], &effects)
        let json: JSONValue = [
            "id": .string(item), "object": "realtime.item", "type": "message", "status": "completed", "role": "user", "content": [["type": "input_audio"]],
        ]
        add(json, id: item, isDone: true, &effects)
        guard session.transcribes else { return }
        if setup.faults.contains(.lateTranscripts) {
            heldTranscripts.append((item, text))
        } else {
            agenda.add(.transcript(item: item, text: text), at: now + settings.transcriptDelay)
        }
    }

    mutating func tellTranscript(of item: String, _ text: String, _ effects: inout [Effect]) {
        let name = "conversation.item.input_audio_transcription"
        if dialect == .xAI {
            send("\(name).updated", ["item_id": .string(item), "content_index": 0, "transcript": .string(String(text.prefix(text.count / 2)))], &effects)
        } else {
            send("\(name).delta", ["item_id": .string(item), "content_index": 0, "delta": .string(text)], &effects)
        }
        let usage: JSONValue = ["type": "duration", "seconds": 1]
        send("\(name).completed", ["item_id": .string(item), "content_index": 0, "transcript": .string(text), "usage": usage], &effects)
    }

    mutating func releaseTranscripts(_ effects: inout [Effect]) {
        for held in heldTranscripts { tellTranscript(of: held.item, held.text, &effects) }
        heldTranscripts.removeAll()
    }
}

extension Duration {
    var wholeMilliseconds: JSONValue { .integer(Int(inNanoseconds / 1_000_000)) }
}

import CallControl
import WireProtocols

extension ElevenLabsEmulation {
    mutating func speechStarted(at position: Duration, _ now: Instant, _ effects: inout [Effect]) {
        hearing = continued ?? position
        cancelPending()
        interrupt(at: now, &effects)
    }

    mutating func speechStopped(lastVoiced: Duration, _ now: Instant, _ effects: inout [Effect]) {
        guard let start = hearing else { return }
        hearing = nil
        continued = start
        let turn = cursor.turn(lasting: lastVoiced - start)
        if setup.faults.contains(.lateTranscripts) {
            // After the first audio of the answer, whenever that comes.
            agenda.add(.transcript(turn.heard), at: now + .seconds(3))
        } else {
            tellTranscript(turn.heard, &effects)
        }
        plan(turn.answer, takesTurn: true, at: now)
    }

    mutating func tellTranscript(_ text: String, _ effects: inout [Effect]) {
        let event: JSONValue = ["user_transcript": .string(text), "event_id": .integer(nextEvent())]
        effects.append(.send(["type": "user_transcript", "user_transcription_event": event]))
    }

    /// Answers after the thinking time.
    mutating func plan(_ answer: Answer, takesTurn: Bool, at now: Instant) {
        agenda.add(.answer(answer, takesTurn: takesTurn), at: now + think() + answer.delay)
    }

    /// Forgets an answer that has not begun to sound.
    mutating func cancelPending() {
        agenda.removeAll { action in
            if case .answer = action { true } else { false }
        }
    }

    mutating func begin(_ answer: Answer, takesTurn: Bool, at now: Instant, _ effects: inout [Effect]) {
        strewFaults(&effects)
        if let tool = answer.tool, tool.moment == .before {
            var rest = answer
            rest.tool = nil
            followUp = (call(tool, &effects), rest)
            return
        }
        if takesTurn {
            cursor.advance()
            continued = nil
        }
        let event = nextEvent()
        effects.append(.send(["type": "agent_response", "agent_response_event": ["agent_response": .string(answer.text), "event_id": .integer(event)]]))
        let speech = setup.speech.speech(for: answer, in: format)
        speaking = Speaking(event: event, utterance: Utterance(speech, text: answer.text, start: now, burst: settings.burst), tool: answer.tool)
        sendChunk(at: now, &effects)
    }

    mutating func sendChunk(at now: Instant, _ effects: inout [Effect]) {
        guard var current = speaking, !current.utterance.isSent else { return }
        while !current.utterance.isSent, current.utterance.nextDue <= now {
            let chunk = current.utterance.takeChunk().index
            effects.append(.sendAudio(audio(current.utterance.speech, chunk, event: current.event)))
        }
        speaking = current
        guard current.utterance.isSent else { return agenda.add(.chunk, at: current.utterance.nextDue) }
        if let tool = current.tool { _ = call(tool, &effects) }
    }

    /// The caller speaks: what is still playing by the clock is interrupted, and what was heard of it is told a moment later.
    private mutating func interrupt(at now: Instant, _ effects: inout [Effect]) {
        guard let current = speaking else { return }
        speaking = nil
        agenda.removeAll { action in
            if case .chunk = action { true } else { false }
        }
        let heard = now - current.utterance.start
        guard heard < current.utterance.speech.duration else { return }
        effects.append(.send(["type": "interruption", "interruption_event": ["event_id": .integer(current.event)]]))
        let corrected = current.utterance.words(within: heard)
        agenda.add(.correction(event: current.event, original: current.utterance.text, corrected: corrected), at: now + .milliseconds(50))
        guard setup.faults.contains(.lateAudio) else { return }
        let chunk = min(current.utterance.sentChunks, current.utterance.speech.chunks.count - 1)
        agenda.add(.late(audio(current.utterance.speech, chunk, event: current.event)), at: now + .milliseconds(60))
    }

    mutating func correct(_ event: Int, _ original: String, _ corrected: String, _ effects: inout [Effect]) {
        let correction: JSONValue = [
            "original_agent_response": .string(original), "corrected_agent_response": .string(corrected), "event_id": .integer(event),
        ]
        effects.append(.send(["type": "agent_response_correction", "agent_response_correction_event": correction]))
    }

    private mutating func call(_ tool: Answer.Tool, _ effects: inout [Effect]) -> String {
        let id = nextCall()
        let bytes = Array(tool.arguments.utf8)
        let parameters = (try? JSONValue(bytes.span)) ?? [:]
        let call: JSONValue = [
            "tool_name": .string(tool.name), "tool_call_id": .string(id), "parameters": parameters, "event_id": .integer(nextEvent()),
        ]
        effects.append(.send(["type": "client_tool_call", "client_tool_call": call]))
        return id
    }

    private func audio(_ speech: EncodedSpeech, _ chunk: Int, event: Int) -> AudioMessage {
        AudioMessage(
            head: Array(#"{"type":"audio","audio_event":{"audio_base_64":""#.utf8), speech: speech, chunk: chunk,
            tail: Array("\",\"event_id\":\(event)}}".utf8))
    }

    private mutating func strewFaults(_ effects: inout [Effect]) {
        if setup.faults.contains(.errors) {
            let error: JSONValue = ["code": 1_011, "message": "emulated error", "error_type": "llm_error", "reason": "emulated error"]
            effects.append(.send(["type": "error", "error_event": error]))
        }
        for kind in setup.malformations {
            let text =
                switch kind {
                case .json: #"{"type":"audio","audio_event":{"audio_base_64":"#
                case .base64: #"{"type":"audio","audio_event":{"audio_base_64":"*not base64*","event_id":\#(nextEvent())}}"#
                case .type: #"{"type":"unheard_of","unheard_of_event":{"event_id":\#(nextEvent())}}"#
                case .odd: #"{"type":"audio","audio_event":{"audio_base_64":"AAAA","event_id":\#(nextEvent())}}"#
                }
            effects.append(.sendText(Array(text.utf8)))
        }
    }
}

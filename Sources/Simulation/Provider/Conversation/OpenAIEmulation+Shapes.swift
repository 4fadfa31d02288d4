import CallControl
import WireProtocols

/// The objects that OpenAI's events are made of.
extension OpenAIEmulation {
    func message(_ id: String, status: String, transcript: String?) -> JSONValue {
        let content: JSONValue = transcript.map { [["type": "output_audio", "transcript": .string($0)]] } ?? []
        return [
            "id": .string(id), "object": "realtime.item", "type": "message", "status": .string(status), "role": "assistant", "content": content,
        ]
    }

    func function(_ id: String, _ tool: Answer.Tool, _ call: String, status: String, arguments: String) -> JSONValue {
        [
            "id": .string(id), "object": "realtime.item", "type": "function_call", "status": .string(status), "name": .string(tool.name),
            "call_id": .string(call), "arguments": .string(arguments),
        ]
    }

    func json(of response: OpenAIResponse, status: String, details: JSONValue? = nil) -> JSONValue {
        .object([
            "id": .string(response.id), "object": "realtime.response", "status": .string(status), "status_details": details,
            "output": .array(response.output), "usage": status == "in_progress" ? nil : usage(of: response),
        ])
    }

    /// 100 ms of the caller's audio are a token, and 50 ms of the agent's.
    private func usage(of response: OpenAIResponse) -> JSONValue {
        let input = Int(heard.inMilliseconds / 100)
        var output = 0
        if case .speaking(_, let utterance) = response.phase { output = Int(utterance.sent.inMilliseconds / 50) }
        let text = response.answer.text.utf8.count / 4
        return [
            "total_tokens": .integer(40 + input + text + output), "input_tokens": .integer(40 + input), "output_tokens": .integer(text + output),
            "input_token_details": ["text_tokens": 40, "audio_tokens": .integer(input), "cached_tokens": 0],
            "output_token_details": ["text_tokens": .integer(text), "audio_tokens": .integer(output)],
        ]
    }

    func place(_ response: String, _ item: String) -> KeyValuePairs<String, JSONValue?> {
        ["response_id": .string(response), "item_id": .string(item), "output_index": 0, "content_index": 0]
    }

    func place(_ response: String, _ item: String, _ name: String, _ value: JSONValue) -> KeyValuePairs<String, JSONValue?> {
        ["response_id": .string(response), "item_id": .string(item), "output_index": 0, "content_index": 0, name: value]
    }

    func part(_ response: String, _ item: String, _ part: JSONValue) -> KeyValuePairs<String, JSONValue?> { place(response, item, "part", part) }

    mutating func audio(_ speech: EncodedSpeech, _ chunk: Int, response: String, item: String) -> AudioMessage {
        guard !session.sendsBinary else { return AudioMessage(head: [], speech: speech, chunk: chunk, tail: []) }
        let head = """
            {"type":"response.output_audio.delta","response_id":"\(response)","item_id":"\(item)","output_index":0,"content_index":0,"delta":"
            """
        return AudioMessage(head: Array(head.utf8), speech: speech, chunk: chunk, tail: Array("\",\"event_id\":\"\(numbers.event())\"}".utf8))
    }

    /// What a provider that is out of order sends before it answers.
    mutating func strewFaults(response: String, _ effects: inout [Effect]) {
        if setup.faults.contains(.errors) {
            let error: JSONValue = [
                "type": "server_error", "code": "server_error", "message": "The server had an error.", "param": .null, "event_id": .null,
            ]
            send("error", ["error": error], &effects)
        }
        for kind in setup.malformations {
            let event = numbers.event()
            let place = #""response_id":"\#(response)","item_id":"item_0","output_index":0,"content_index":0,"event_id":"\#(event)""#
            let text =
                switch kind {
                case .json: #"{"type":"response.output_audio.delta","delta":"#
                case .base64: #"{"type":"response.output_audio.delta",\#(place),"delta":"*not base64*"}"#
                case .type: #"{"type":"response.unheard_of",\#(place)}"#
                case .odd: #"{"type":"response.output_audio.delta",\#(place),"delta":"AAAA"}"#
                }
            effects.append(.sendText(Array(text.utf8)))
        }
    }
}

import Audio
import CallControl

extension OpenAIRealtimeCodec {
    /// `session.created`: our turn to say what we want. A second one is a server's mistake and changes nothing.
    mutating func decodeHello(_ event: JSONFields, _ replies: inout [AgentMessage]) throws(WireError) {
        guard phase == .awaitingHello else { return }
        conversationID = try event.optionalObject("session")?.optionalString("id") ?? conversationID
        phase = .configuring
        replies.append(text: OpenAISessionUpdate(setup: setup, dialect: dialect).json)
    }

    /// `session.updated`: what is in force. Formats that change later would be noise to the caller, so that is fatal.
    mutating func decodeSession(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        let session = try event.object("session")
        let audio = try session.optionalObject("audio")
        let input = try format(audio?.optionalObject("input")?["format"] ?? session["input_audio_format"], "input", asked: setup.formatToAgent, &events)
        let output = try format(audio?.optionalObject("output")?["format"] ?? session["output_audio_format"], "output", asked: setup.formatFromAgent, &events)
        guard let input, let output else { return }
        let confirmed = AgentSession(
            formatToAgent: input, formatFromAgent: output, conversationID: try session.optionalString("id") ?? conversationID)
        switch phase {
        case .awaitingHello, .configuring:
            phase = .ready(confirmed)
            events.append(.ready(confirmed))
        case .ready(let before):
            guard before.formatToAgent != input || before.formatFromAgent != output else { return }
            events.append(.failure(AgentFailure(.fatal, code: "format_changed", message: "now \(input) to and \(output) from the agent")))
        }
    }

    private func format(_ echoed: JSONValue?, _ side: String, asked: AudioFormat, _ events: inout [AgentEvent]) throws(WireError) -> AudioFormat? {
        guard let echoed else { return dialect.defaultFormat }
        if let format = OpenAIAudioFormat.read(echoed, defaultRate: dialect.defaultFormat.rate) {
            // Opus packets carry no rate, nor does its confirmation: one rate is as good as another.
            return format.encoding == .opus && asked.encoding == .opus ? asked : format
        }
        let message = "session.updated names the \(side) format \(UTF8Text.printable(echoed.text, bytes: 80)), which is not known here"
        events.append(.failure(AgentFailure(.fatal, code: "unsupported_format", message: message)))
        return nil
    }

    /// `error`. One of our making before the session is ready is its end: what we asked for will never be confirmed.
    func decodeError(_ event: JSONFields, _ events: inout [AgentEvent]) throws(WireError) {
        var failure = try OpenAIFailures.read(try event.object("error"))
        if failure.kind == .ourFault, phase == .configuring { failure.kind = .fatal }
        events.append(.failure(failure))
    }
}

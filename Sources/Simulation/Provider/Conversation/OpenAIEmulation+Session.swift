import CallControl
import WireProtocols

extension OpenAIEmulation {
    mutating func open(_ effects: inout [Effect]) {
        send("session.created", ["session": session.json], &effects)
        if dialect == .xAI {
            send("conversation.created", ["conversation": ["id": .string("conv_\(setup.connection)"), "object": "realtime.conversation"]], &effects)
        }
        listen(&effects)
    }

    mutating func update(_ request: JSONValue, _ effects: inout [Effect]) {
        guard !setup.faults.contains(.neverReady) else { return }
        guard let wishes = request["session"], wishes.isObject else {
            return fail("missing_required_parameter", "Missing required parameter: 'session'.", parameter: "session", answering: request, &effects)
        }
        if dialect != .xAI, wishes["type"]?.stringValue == nil {
            return fail("missing_required_parameter", "Missing required parameter: 'session.type'.", parameter: "session.type", answering: request, &effects)
        }
        if let lacking = session.update(wishes) {
            return fail("invalid_value", "Unsupported audio format.", parameter: lacking, answering: request, &effects)
        }
        if setup.faults.contains(.wrongFormat) { session.misunderstandFormats() }
        send("session.updated", ["session": session.json], &effects)
        listen(&effects)
    }

    private func listen(_ effects: inout [Effect]) {
        let endpointing = settings.endpointing ?? session.silence ?? EmulatorSettings.defaultEndpointing
        effects.append(.willSpeak(session.formatFromAgent))
        effects.append(.listen(session.formatToAgent, endpointing: session.detectsTurns ? endpointing : nil))
    }
}

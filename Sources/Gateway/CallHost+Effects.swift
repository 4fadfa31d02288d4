import Audio
import CallControl
import Transport
import WireProtocols

extension CallHost {
    /// Decisions meet the world: the one exhaustive switch.
    func perform(_ effect: CallSession.Effect) {
        switch effect {
        case .dialAgent: dialAgent()
        case .command(let command): send(command)
        case .releaseHeldAudio: releaseHeldAudio()
        case .flushStream: flushStream()
        case .closeStream(let code, let reason):
            stream?.close(code: code, reason: reason)
            stream = nil
        case .closeAgent:
            agent?.close()
            agent = nil
        case .report(let report): context.reporter.report(report, of: self)
        case .finished:
            context.reporter.finished(self)
            retire()
        }
    }

    private func send(_ command: AgentCommand) {
        guard let agent else { return }
        var messages: [AgentMessage] = []
        codec.encode(command, into: &messages)
        for message in messages { deliver(agent.send(message)) }
    }

    /// What became of a message to the provider.
    func deliver(_ outcome: SendOutcome) {
        if outcome == .overflow {
            measures.agentOverflows += 1
            handle(.end(.providerBacklog))
        }
    }

    private func flushStream() {
        guard let stream, let message = downlink.flushMessage else { return }
        let began = context.now
        _ = stream.send(.text, message.span)
        measures.interruption.record(nanoseconds: (context.now - began).inNanoseconds)
    }

    private func releaseHeldAudio() {
        if held.dropped > 0 { measures.heldBytesDropped = held.dropped }
        guard let confirmed = session.agentSession else { return }
        do {
            try uplink.connect(to: confirmed.formatToAgent)
            try downlink.connect(from: confirmed.formatFromAgent)
        } catch {
            context.reporter.problem("the provider's format can't be converted: \(error)", of: self)
            return handle(.end(.formatMismatch))
        }
        var waiting = held
        held = HeldAudio(format: uplink.plan.legFormat, limit: .zero)
        waiting.drain { frame in forward(frame) }
    }
}

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
        case .handoff(let effect): perform(effect)
        case .playRecording(let line, let response): playRecording(line, response)
        case .playRinging(let response): play(context.shared.office?.prompts.ringing(at: downlink.plan.rate), as: response)
        case .report(let report):
            if case .said(let speaker, let text, let time) = report { journal(speaker, text, spokenAt: time) }
            context.reporter.report(report, of: self)
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
        recording?.flushed(at: context.now)
        if phrases != nil {
            phrases?.flush()
            line?.ask(.stopPlaying)
            return
        }
        guard let stream else { return }
        let scratch = context.scratch
        scratch.streamMessage.removeAll(keepingCapacity: true)
        guard downlink.encodeFlush(into: &scratch.streamMessage) else { return }
        _ = stream.send(.text, scratch.streamMessage.span)
    }

    /// The provider is ready: the paths are connected in the formats it confirmed, and the caller's first words follow.
    private func releaseHeldAudio() {
        measures.heldBytesDropped = held.dropped
        guard let confirmed = session.agentSession else { return }
        do {
            converter = try AudioConverter(from: uplink.plan.legFormat, to: confirmed.formatToAgent, opus: uplink.plan.opus)
            try downlink.connect(from: confirmed.formatFromAgent)
        } catch {
            session.note("\(error)")
            return handle(.end(.formatMismatch))
        }
        var waiting = held
        held = HeldAudio(format: uplink.plan.legFormat, limit: .zero)
        waiting.drain { forward($0) }
    }
}

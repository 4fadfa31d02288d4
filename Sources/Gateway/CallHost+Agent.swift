import Audio
import CallControl
import Transport
import WireProtocols

extension CallHost: AgentLinkHandler {
    func dialAgent() {
        agent?.close()
        codec = facts.makeCodec()
        let link = AgentLink(facts, context: context, handler: self)
        agent = link
        link.dial()
    }

    func agentOpened(_ link: AgentLink) {
        guard link === agent else { return }
        handle(.agentConnected)
    }

    func agentFailed(_ link: AgentLink, _ failure: AgentFailure) {
        guard link === agent else { return }
        agent = nil
        handle(.agentUnreachable(failure))
    }

    func agentClosed(_ link: AgentLink, code: Int, reason: String) {
        guard link === agent else { return }
        agent = nil
        handle(.agentClosed(codec.failure(closeCode: code, reason: reason)))
    }

    func agentReceived(_ link: AgentLink, _ kind: AgentMessage.Kind, _ payload: Span<UInt8>) {
        guard link === agent else { return }
        let received = context.now
        let scratch = context.scratch
        events.removeAll(keepingCapacity: true)
        replies.removeAll(keepingCapacity: true)
        scratch.agentAudio.removeAll(keepingCapacity: true)
        do {
            try codec.decode(payload, kind: kind, events: &events, audio: &scratch.agentAudio, replies: &replies)
        } catch {
            measures.malformed += 1
            context.reporter.malformed(error, of: self)
            return
        }
        for reply in replies { deliver(link.send(reply)) }
        // Handling an event can end the call, but never brings another message.
        for index in events.indices {
            if case .audio(let response) = events[index] {
                agentAudio(of: response, at: received)
            } else {
                handle(.agent(events[index]))
                if case .interrupted = events[index] { measures.interruption.record(nanoseconds: (context.now - received).inNanoseconds) }
                if case .callerStartedSpeaking = events[index] { measures.interruption.record(nanoseconds: (context.now - received).inNanoseconds) }
            }
        }
    }

    private func agentAudio(of response: ResponseID, at received: Instant) {
        let scratch = context.scratch
        guard session.wants(response) else {
            measures.staleMessages += 1
            return
        }
        scratch.agent.removeAll(keepingCapacity: true)
        let onset = downlink.decode(scratch.agentAudio.span, of: response, into: &scratch.agent)
        guard !scratch.agent.isEmpty else { return }
        session.agentAudio(
            scratch.agent.span, of: response, audibleOffset: onset?.offset, audiblePosition: onset?.position, at: received)
        releasePlayout(on: .arrival)
    }
}

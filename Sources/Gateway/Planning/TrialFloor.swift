import CallControl
import Logging
import Transport
import WireProtocols

/// A trial's part that lives on its loop: the provider's socket and the codec that speaks through it.
final class TrialFloor {
    private var context: LoopContext?
    private var prepared: PreparedCall?
    private var codec: (any AgentCodec)?
    private var link: AgentLink?
    private var began: Instant?
    private var finish: ((ProviderTrial.Outcome) -> Void)?
    private(set) var isConnected = false

    static var logger: Logger { Logger(label: "trial") { _ in SwiftLogNoOpLogHandler() } }

    func begin(_ prepared: PreparedCall, _ loop: EventLoop, _ shared: SharedState, _ finish: @escaping (ProviderTrial.Outcome) -> Void) {
        let context = LoopContext(index: loop.index, loop: loop, shared: shared)
        let link = AgentLink(prepared.facts, context: context, handler: self)
        (self.context, self.prepared, self.link, self.finish) = (context, prepared, link, finish)
        codec = prepared.facts.makeCodec()
        began = context.now
        link.dial()
    }

    func end() {
        link?.close()
        (link, finish, codec) = (nil, nil, nil)
    }

    private func hear(_ event: AgentEvent) {
        switch event {
        case .ready(let session): ready(session)
        // A race or a slip of ours may still be followed by the session.
        case .failure(let failure) where failure.kind != .benign: finish?(.failed(failure))
        default: break
        }
    }

    private func ready(_ session: AgentSession) {
        guard let prepared, let context, let began else { return }
        let plan = prepared.call
        let isAsAsked = plan.adaptsFormats || (session.formatToAgent == plan.formatToAgent && session.formatFromAgent == plan.formatFromAgent)
        finish?(
            .ready(
                ProviderTrial.Readiness(
                    session: session, isAsAsked: isAsAsked, asked: "\(plan.formatToAgent) and \(plan.formatFromAgent)", after: context.now - began)))
    }
}

extension TrialFloor: AgentLinkHandler {
    func agentOpened(_ link: AgentLink) {
        isConnected = true
        var messages: [AgentMessage] = []
        codec?.encode(.start, into: &messages)
        for message in messages { _ = link.send(message) }
    }

    func agentFailed(_ link: AgentLink, _ failure: AgentFailure) { finish?(.failed(failure)) }

    func agentReceived(_ link: AgentLink, _ kind: AgentMessage.Kind, _ payload: Span<UInt8>) {
        var events: [AgentEvent] = []
        var audio: [UInt8] = []
        var replies: [AgentMessage] = []
        do {
            try codec?.decode(payload, kind: kind, events: &events, audio: &audio, replies: &replies)
        } catch {
            return
        }
        for reply in replies { _ = link.send(reply) }
        for event in events { hear(event) }
    }

    func agentClosed(_ link: AgentLink, code: Int, reason: String) {
        guard let failure = codec?.failure(closeCode: code, reason: reason) else { return }
        finish?(.failed(failure))
    }
}

import CallControl
import Settings
import Transport
import WireProtocols

/// Answers what arrives at one listener of one loop: streams, health checks, metrics.
final class StreamServer {
    private let context: LoopContext
    private let listener: ListenerSettings
    private unowned let gateway: Gateway

    init(context: LoopContext, listener: ListenerSettings, gateway: Gateway) {
        self.context = context
        self.listener = listener
        self.gateway = gateway
    }

    private func accept(_ request: StreamRequest, authorization: String?) -> UpgradeDecision {
        let shared = context.shared
        if let token = listener.token, !BearerToken.matches(authorization, token.exposed) {
            shared.metrics.refused(.unauthorised)
            context.reporter.refused(CallID(request.callID), "no bearer token, or another than the listener's", at: context.now)
            return .reject(status: 401, body: "a bearer token is required\n")
        }
        let settings = shared.settings
        let limit = settings.limits.maxStreamMessage
        let call = CallID(request.callID)
        let planner = CallPlanner(
            settings: settings, listener: listener, moment: context.wallClockMilliseconds / 1_000, stoppedArms: { shared.experiments.stopped(of: $0) })
        let stream: StreamSettings
        do { stream = try planner.stream(of: request) } catch { return refuse(call, .notServable, error) }
        if let host = context.calls[call] { return .accept(StreamConnection(context: context, joining: host, with: stream), maxMessage: limit) }
        switch shared.directory.claim(call, for: context.index) {
        case .elsewhere(let home):
            return .accept(RelayedConnection(context: context, call: call, stream: stream, home: gateway.handle(of: home)), maxMessage: limit)
        case .beingSetUp: return refuse(call, .duplicate, StreamRefusal(reason: "A stream for this call is just being set up."))
        case .claimed: break
        }
        let rule = Admission(maxCalls: settings.limits.maxCalls, maxLateness: settings.limits.maxLoopLateness)
        if let refusal = rule.refusal(calls: shared.directory.count - 1, lateness: context.loop.load.lateness, isDraining: shared.isDraining) {
            shared.directory.release(call, from: context.index)
            shared.metrics.refused(RefusalReason(refusal))
            return .reject(status: 503, body: "\(refusal.rawValue)\n")
        }
        do {
            if let question = try SecretaryQuestion(request, planner, shared.secretaries) {
                return .accept(StreamConnection(context: context, asking: question), maxMessage: limit)
            }
            let prepared = try planner.prepare(request)
            return .accept(StreamConnection(context: context, starting: prepared), maxMessage: limit)
        } catch {
            shared.directory.release(call, from: context.index)
            return refuse(call, .notServable, error)
        }
    }

    private func refuse(_ call: CallID, _ reason: RefusalReason, _ refusal: StreamRefusal) -> UpgradeDecision {
        context.shared.metrics.refused(reason)
        context.reporter.refused(call, refusal.reason, at: context.now)
        return .refuse(code: refusal.closeCode, reason: refusal.reason)
    }
}

extension StreamServer: ListenerHandler {
    func accept(_ request: UpgradeRequest) -> UpgradeDecision {
        do {
            switch try StreamRequest.parse(path: request.path, query: request.query) {
            case .health: return .refuse(code: 1_000, reason: "ok")
            case .stream(let stream): return accept(stream, authorization: request.authorization)
            }
        } catch {
            context.shared.metrics.refused(.badRequest)
            context.reporter.refused(nil, error.reason, at: context.now)
            return .refuse(code: error.closeCode, reason: error.reason)
        }
    }

    func react(to request: HTTPServerRequest) -> HTTPServerReaction { gateway.react(to: request) }
    func respond(to request: HTTPServerRequest) -> HTTPServerResponse { gateway.respond(to: request) }
}

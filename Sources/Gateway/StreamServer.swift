import CallControl
import Settings
import Transport
import WireProtocols

/// Answers what arrives at one listener of one loop: streams, health checks, metrics.
final class StreamServer {
    private let context: LoopContext
    private let listener: ListenerSettings
    private let facade: GatewayFacade

    init(context: LoopContext, listener: ListenerSettings, facade: GatewayFacade) {
        self.context = context
        self.listener = listener
        self.facade = facade
    }
}

extension StreamServer: ListenerHandler {
    func accept(_ request: UpgradeRequest) -> UpgradeDecision {
        let target: StreamRequest.Target
        do {
            target = try StreamRequest.parse(path: request.path, query: request.query)
        } catch {
            context.shared.metrics.refused(.badRequest)
            return .refuse(code: error.closeCode, reason: error.reason)
        }
        switch target {
        case .health: return .refuse(code: 1_000, reason: "ok")
        case .stream(let stream): return accept(stream, authorization: request.authorization)
        }
    }

    private func accept(_ request: StreamRequest, authorization: String?) -> UpgradeDecision {
        let shared = context.shared
        if let token = listener.token, !BearerToken.matches(authorization, token) {
            shared.metrics.refused(.unauthorised)
            return .reject(status: 401, body: "a bearer token is required\n")
        }
        let call = CallID(request.callID)
        if let host = context.calls[call] { return .accept(StreamConnection(context: context, joining: host)) }
        if let home = shared.directory.claim(call, for: context.index) {
            return .accept(RelayedConnection(context: context, call: call, home: facade.loop(home)))
        }
        if let refusal = admission(of: shared.settings) {
            shared.directory.release(call, from: context.index)
            shared.metrics.refused(refusal)
            return .reject(status: 503, body: "\(refusal.rawValue)\n")
        }
        do {
            let prepared = try CallPlanner(settings: shared.settings, listener: listener).prepare(request)
            return .accept(StreamConnection(context: context, starting: prepared))
        } catch {
            shared.directory.release(call, from: context.index)
            shared.metrics.refused(.planning)
            context.reporter.refused(call, error)
            return .refuse(code: error.closeCode, reason: error.reason)
        }
    }

    private func admission(of settings: GatewaySettings) -> Refusal? {
        let rule = Admission(maxCalls: settings.limits.maxCalls, maxLateness: settings.limits.maxLoopLateness)
        return rule.refusal(
            calls: context.shared.directory.count - 1, lateness: context.loop.load.lateness, isDraining: context.shared.isDraining)
    }

    func respond(to request: HTTPServerRequest) -> HTTPServerResponse { facade.respond(to: request) }
}

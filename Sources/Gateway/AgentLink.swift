import CallControl
import Transport
import WireProtocols

/// What a call hears of its provider's socket; on the call's loop.
protocol AgentLinkHandler: AnyObject {
    func agentOpened(_ link: AgentLink)
    /// The provider could not be reached; nothing was opened.
    func agentFailed(_ link: AgentLink, _ failure: AgentFailure)
    func agentReceived(_ link: AgentLink, _ kind: AgentMessage.Kind, _ payload: Span<UInt8>)
    func agentClosed(_ link: AgentLink, code: Int, reason: String)
}

/// One attempt to talk to a provider: fetches a signed URL or token where the provider wants one, dials, carries messages.
final class AgentLink {
    private let facts: CallFacts
    private unowned let context: LoopContext
    /// Kept until the link is closed or has failed.
    private var handler: (any AgentLinkHandler)?
    private var socket: ClientWebSocket?

    init(_ facts: CallFacts, context: LoopContext, handler: any AgentLinkHandler) {
        self.facts = facts
        self.context = context
        self.handler = handler
    }

    func dial() {
        switch facts.endpoint {
        case .direct(let address): connect(to: address)
        case .exchange(let exchange): perform(exchange)
        }
    }

    /// Asks over HTTP first, off the loop.
    private func perform(_ exchange: AgentExchange) {
        let request = HTTPRequest(
            method: exchange.method.rawValue, url: exchange.url, headers: exchange.headers.map { ($0.name, $0.value.exposed) },
            body: exchange.body.isEmpty ? nil : exchange.body, connectTimeout: facts.dialer.timeout, timeout: facts.dialer.timeout,
            extraCAFile: facts.dialer.extraCAFile, maxResponse: 65_536)
        let loop = context.loop
        let me = LoopBound(self, on: loop)
        context.shared.http.send(request) { result in
            loop.submit { me.withValue { $0.answered(result, to: exchange) } }
        }
    }

    private func answered(_ result: Result<HTTPResponse, HTTPFailure>, to exchange: AgentExchange) {
        guard handler != nil else { return }
        switch result {
        case .failure(let failure): fail(.retryable, "exchange_failed", failure.description)
        case .success(let response):
            guard (200..<300).contains(response.status) else {
                let text = String(decoding: response.body.prefix(200), as: UTF8.self)
                return fail(Self.kind(ofStatus: response.status), "http_\(response.status)", text)
            }
            do {
                connect(to: try exchange.address(from: response.body.span))
            } catch {
                fail(.fatal, "exchange_answer", error.description)
            }
        }
    }

    private func connect(to address: AgentAddress) {
        guard let parsed = WebAddress(address.url.exposed) else { return fail(.fatal, "address", "\(address) is not an address") }
        var target = DialTarget(
            address: parsed, headers: address.headers.map { ($0.name, $0.value.exposed) }, subprotocols: address.subprotocols.map(\.exposed),
            extraCAFile: facts.dialer.extraCAFile, timeout: facts.dialer.timeout)
        target.maxMessage = facts.dialer.maxMessage
        target.backlogLimit = facts.dialer.backlog
        target.pingInterval = facts.dialer.pingInterval
        socket = ClientWebSocket(target, loop: context.loop, resolver: context.shared.resolver, contexts: context.tls, handler: self)
    }

    private func fail(_ kind: AgentFailure.Class, _ code: String, _ message: String) {
        let handler = handler
        self.handler = nil
        handler?.agentFailed(self, AgentFailure(kind, code: code, message: message))
    }

    /// What an HTTP status in place of the WebSocket means: credentials and wrong addresses don't heal by trying again.
    private static func kind(ofStatus status: Int) -> AgentFailure.Class {
        switch status {
        case 408, 425, 429, 500...: .retryable
        default: .fatal
        }
    }

    // MARK: Sending

    func send(_ message: AgentMessage) -> SendOutcome { send(message.kind, message.bytes.span) }

    func send(_ kind: AgentMessage.Kind, _ payload: Span<UInt8>) -> SendOutcome {
        guard let socket else { return .closed }
        return socket.send(kind == .text ? .text : .binary, payload)
    }

    func close() {
        handler = nil
        socket?.close(code: 1_000, reason: "")
        socket = nil
    }
}

extension AgentLink: DialHandler {
    func webSocketDidOpen(_ socket: WebSocket) { handler?.agentOpened(self) }

    func webSocket(_ socket: WebSocket, didFail failure: DialFailure) {
        self.socket = nil
        switch failure {
        case .unknownHost: fail(.retryable, "dns", failure.description)
        case .unreachable: fail(.retryable, "connect", failure.description)
        case .timedOut: fail(.retryable, "timeout", failure.description)
        case .tls: fail(.fatal, "tls", failure.description)
        case .http(let status, _): fail(Self.kind(ofStatus: status), "http_\(status)", failure.description)
        case .handshake: fail(.retryable, "handshake", failure.description)
        }
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        handler?.agentReceived(self, kind == .text ? .text : .binary, payload)
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        self.socket = nil
        var reason = closure.reason
        if case .failure(let problem) = closure.cause { reason = problem }
        let handler = handler
        self.handler = nil
        handler?.agentClosed(self, code: closure.code, reason: reason)
    }
}

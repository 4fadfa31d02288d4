import CallControl
import Transport
import WireProtocols

/// What a call hears of its provider's socket.
protocol AgentLinkHandler: AnyObject {
    func agentOpened(_ link: AgentLink)
    /// The provider could not be reached; nothing was opened.
    func agentFailed(_ link: AgentLink, _ failure: AgentFailure)
    func agentReceived(_ link: AgentLink, _ kind: AgentMessage.Kind, _ payload: Span<UInt8>)
    func agentClosed(_ link: AgentLink, code: Int, reason: String)
}

/// One attempt to talk to a provider: fetches a signed URL where the provider wants one, dials, carries messages.
final class AgentLink {
    private let endpoint: AgentEndpoint
    private unowned let context: LoopContext
    private weak var handler: (any AgentLinkHandler)?
    private var socket: WebSocket?
    private var isClosed = false

    init(endpoint: AgentEndpoint, context: LoopContext, handler: any AgentLinkHandler) {
        self.endpoint = endpoint
        self.context = context
        self.handler = handler
    }

    func dial() {
        switch endpoint.access {
        case .direct(let target): connect(target)
        case .signedURL(let request): fetch(request)
        }
    }

    func send(_ message: AgentMessage) -> SendOutcome { send(message.kind, message.bytes.span) }

    func send(_ kind: AgentMessage.Kind, _ payload: Span<UInt8>) -> SendOutcome {
        guard let socket else { return .closed }
        return socket.send(kind == .text ? .text : .binary, payload)
    }

    func close() {
        isClosed = true
        handler = nil
        socket?.close(code: 1_000, reason: "")
        socket = nil
    }
}

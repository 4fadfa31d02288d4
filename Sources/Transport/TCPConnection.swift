import CLibUV

/// What a plain TCP connection tells its owner; called on its loop.
public protocol TCPHandler: AnyObject {
    func connectionOpened(_ connection: TCPConnection)
    /// Bytes as they came; valid during the call only.
    func connection(_ connection: TCPConnection, received bytes: Span<UInt8>)
    /// It could not be opened, or has ended by itself; called once, nothing follows. After `close` nothing is called.
    func connection(_ connection: TCPConnection, ended reason: String)
}

/// A TCP connection in clear, dialled or accepted; confined to its loop, which keeps it until it has ended.
public final class TCPConnection {
    private enum State {
        /// Leaves on: addresses found, deadline.
        case resolving
        /// Leaves on: connected, failure (next address), deadline.
        case connecting(rest: [SocketAddress])
        case open
        case ended
    }

    public struct Target: Sendable {
        public var host: String
        public var port: Int
        /// For resolution and connection together.
        public var timeout: Duration
        /// Bytes that may wait for the kernel.
        public var backlogLimit: Int

        public init(host: String, port: Int, timeout: Duration = .seconds(5), backlogLimit: Int = 1 << 20) {
            self.host = host
            self.port = port
            self.timeout = timeout
            self.backlogLimit = backlogLimit
        }
    }

    private let loop: EventLoop
    private let backlogLimit: Int
    private let name: String
    private var handler: (any TCPHandler)?
    private var socket: StreamSocket?
    private var state: State
    private var deadline: LoopTimer?
    private var lastProgress: Int64 = 0

    /// A backlog that does not move for this long ends the connection.
    static let writeDeadline = Duration.seconds(5)

    /// Dials; on the loop.
    public init(_ target: Target, loop: EventLoop, resolver: Resolver, handler: any TCPHandler) {
        self.loop = loop
        self.handler = handler
        backlogLimit = target.backlogLimit
        name = target.host
        state = .resolving
        loop.keep(self)
        deadline = loop.after(target.timeout) { [weak self] in self?.end("no connection to \(target.host) in \(target.timeout)") }
        let bound = LoopBound(self, on: loop)
        resolver.resolve(target.host, port: target.port) { addresses in loop.submit { bound.withValue { $0.resolved(addresses) } } }
    }

    /// Takes over an accepted socket.
    init(accepted descriptor: Int32, loop: EventLoop, backlogLimit: Int, handler: any TCPHandler) {
        self.loop = loop
        self.handler = handler
        self.backlogLimit = backlogLimit
        name = "the peer"
        state = .connecting(rest: [])
        loop.keep(self)
        socket = StreamSocket(loop: loop, descriptor: descriptor, handler: self)
    }

    private func resolved(_ addresses: [SocketAddress]) {
        guard case .resolving = state else { return }
        guard !addresses.isEmpty else { return end("the name \(name) has no address") }
        tryNext(addresses[...], problem: "")
    }

    private func tryNext(_ addresses: ArraySlice<SocketAddress>, problem: String) {
        guard var address = addresses.first else { return end(problem) }
        let rest = Array(addresses.dropFirst())
        let descriptor = vg_connect(&address.storage, address.length)
        guard descriptor >= 0 else { return tryNext(rest[...], problem: "connect: \(errorText(vg_errno()))") }
        state = .connecting(rest: rest)
        socket = StreamSocket(loop: loop, descriptor: descriptor, handler: self)
    }

    // MARK: Sending

    /// Bytes taken by `send` that the kernel has not.
    public var backlog: Int { socket?.backlog ?? 0 }

    /// Sends, or queues in order; all or nothing.
    @discardableResult
    public func send(_ bytes: Span<UInt8>) -> SendOutcome {
        guard case .open = state, let socket else { return .closed }
        let wasIdle = socket.backlog == 0
        guard bytes.withUnsafeBytes({ socket.write($0, limit: backlogLimit) }) else { return .overflow }
        guard socket.backlog > 0 else { return .sent }
        if wasIdle { watchProgress() }
        return .queued
    }

    private func watchProgress() {
        lastProgress = socket?.lastProgress ?? 0
        deadline = loop.after(Self.writeDeadline) { [weak self] in self?.checkProgress() }
    }

    private func checkProgress() {
        guard let socket, socket.backlog > 0 else { return }
        if socket.lastProgress == lastProgress { end("nothing could be written for \(Self.writeDeadline)") } else { watchProgress() }
    }

    // MARK: Ending

    /// Closes; what still waits is dropped, and nothing more is called.
    public func close() {
        handler = nil
        end("closed")
    }

    private func end(_ reason: String) {
        if case .ended = state { return }
        state = .ended
        deadline?.cancel()
        loop.forget(self)
        socket?.close()
        socket = nil
        let handler = handler
        self.handler = nil
        handler?.connection(self, ended: reason)
    }
}

extension TCPConnection: StreamSocketHandler {
    func socketConnected() {
        state = .open
        deadline?.cancel()
        handler?.connectionOpened(self)
    }

    func socketReceived(_ bytes: Span<UInt8>) { handler?.connection(self, received: bytes) }

    func socketDrained() { deadline?.cancel() }

    func socketEnded(_ problem: String?) {
        socket = nil
        if case .connecting(let rest) = state { return tryNext(rest[...], problem: problem ?? "the peer closed") }
        end(problem ?? "the peer closed")
    }
}

extension TCPConnection: LoopResident {
    func loopEnds() { end("the loop ends") }
}

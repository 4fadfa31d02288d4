import Glibc

/// Accepts plain TCP connections on one address for one loop.
public final class TCPListener {
    private let socket: ListeningSocket

    private static let backlogLimit = 64 << 20

    /// Opens the socket; on the loop.
    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - accept: makes the handler of a new connection, or refuses it: it is closed unread.
    public init(host: String, port: Int, loop: EventLoop, accept: @escaping (EventLoop) -> (any TCPHandler)?) throws(ListenFailure) {
        socket = try ListeningSocket(host, port, shares: false, on: loop) { descriptor in
            guard let handler = accept(loop) else {
                Glibc.close(descriptor)
                return
            }
            _ = TCPConnection(accepted: descriptor, loop: loop, backlogLimit: Self.backlogLimit, handler: handler)
        }
    }

    /// The port in use.
    public var port: Int { socket.port }

    /// Takes no more connections; those there are stay.
    public func close() { socket.close() }
}

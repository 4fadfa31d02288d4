import CLibUV
import Glibc

/// Why a listener could not be opened.
public struct ListenFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

/// A socket on which one loop accepts connections. Each loop has its own on the same port (SO_REUSEPORT), over which the kernel spreads
/// them; the first makes sure that nobody else has the port, since a stray second process would take its share unseen.
final class ListeningSocket {
    private let loop: EventLoop
    /// Kept while the socket is open, with whatever it holds.
    private var accepted: ((Int32) -> Void)?
    private let poll = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
    private let descriptor: Int32
    private var isOpen = true
    /// The port in use.
    let port: Int

    /// Accepted per wake-up, so that a burst of callers doesn't hold up those who talk.
    private static let batch = 32

    /// Opens the socket; on the loop.
    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - shares: another loop of this process has opened the port.
    ///   - accepted: gets each new connection's descriptor, and owns it.
    init(_ host: String, _ port: Int, shares: Bool, on loop: EventLoop, accepted: @escaping (Int32) -> Void) throws(ListenFailure) {
        precondition(loop.isOnLoop, "A listener is opened on its loop.")
        self.loop = loop
        self.accepted = accepted
        descriptor = try Self.bind(host, port, shares)
        self.port = Int(vg_local_port(descriptor))
        loop.keep(self)
        uv_poll_init(loop.uv, poll, descriptor)
        poll.pointee.data = Unmanaged.passRetained(self).toOpaque()
        uv_poll_start(poll, Int32(UV_READABLE.rawValue)) { handle, _, _ in
            guard let data = handle?.pointee.data else { return }
            Unmanaged<ListeningSocket>.fromOpaque(data).takeUnretainedValue().acceptWaiting()
        }
    }

    private func acceptWaiting() {
        for _ in 0..<Self.batch where isOpen {
            let connection = vg_accept(descriptor)
            guard connection >= 0 else { return }
            accepted?(connection)
        }
    }

    /// Takes no more connections; those there are stay.
    func close() {
        guard isOpen else { return }
        isOpen = false
        accepted = nil
        loop.forget(self)
        uv_close(vg_uv_handle(poll)) { handle in
            guard let handle else { return }
            if let data = handle.pointee.data { Unmanaged<ListeningSocket>.fromOpaque(data).release() }
            UnsafeMutableRawPointer(handle).deallocate()
        }
        Glibc.close(descriptor)
    }

    private static func bind(_ host: String, _ port: Int, _ shares: Bool) throws(ListenFailure) -> Int32 {
        guard (0...65_535).contains(port) else { throw ListenFailure(description: "\(port) is not a port (0…65535)") }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST
        var found: UnsafeMutablePointer<addrinfo>?
        let name = host == "localhost" ? "127.0.0.1" : host
        guard getaddrinfo(name, String(port), &hints, &found) == 0, let found else {
            throw ListenFailure(description: "\(host) is not an address to listen on (give an IP address)")
        }
        defer { freeaddrinfo(found) }
        guard shares || port == 0 || vg_is_free(found) else { throw ListenFailure(description: "can't listen on \(host):\(port): \(errorText(errno))") }
        let descriptor = vg_listen(found, 1_024)
        guard descriptor >= 0 else { throw ListenFailure(description: "can't listen on \(host):\(port): \(errorText(errno))") }
        return descriptor
    }
}

extension ListeningSocket: LoopResident {
    func loopEnds() { close() }
}

func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

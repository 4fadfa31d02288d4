import Glibc

/// A blocking socket with a deadline of 10 s on everything: a peer that speaks, or misbehaves, byte by byte.
final class RawSocket: Sendable {
    struct Failure: Error { var text: String }

    let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 15, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    convenience init(port: Int, receiveBuffer: Int32? = nil) throws {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var receiveBuffer { setsockopt(made, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        var address = Self.loopback(port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else {
            Glibc.close(made)
            throw Failure(text: "connect")
        }
        self.init(descriptor: made)
    }

    deinit { Glibc.close(descriptor) }

    static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(text: "send") }
            sent += count
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Some bytes; empty at the end.
    func receive(most: Int = 65_536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: most)
        let count = recv(descriptor, &buffer, most, 0)
        guard count >= 0 else { throw Failure(text: "receive: \(String(cString: strerror(errno)))") }
        return Array(buffer.prefix(count))
    }

    /// Exactly that many.
    func receive(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try receive(most: count - bytes.count)
            guard !more.isEmpty else { throw Failure(text: "the end after \(bytes)") }
            bytes += more
        }
        return bytes
    }

    /// Everything up to the peer's end; a reset counts as one.
    func receiveAll() -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = try? receive(), !more.isEmpty { bytes += more }
        return bytes
    }

    /// A head, up to and with its empty line.
    func receiveHead() throws -> String {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) { bytes += try receive(exactly: 1) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A frame's opcode and the payload's first bytes, unmasked.
    func receiveFrame(first most: Int = .max) throws -> (opcode: UInt8, payload: [UInt8]) {
        let head = try receive(exactly: 2)
        var count = Int(head[1] & 0x7F)
        if count >= 126 { count = try receive(exactly: count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        var key: [UInt8] = [0, 0, 0, 0]
        if head[1] & 0x80 != 0 { key = try receive(exactly: 4) }
        let payload = try receive(exactly: count)
        return (head[0] & 0x0F, payload.prefix(most).enumerated().map { $1 ^ key[$0 & 3] })
    }

    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next close sends a reset.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Asks for a WebSocket with FreeSWITCH's spelling of headers.
    func upgrade(_ path: String, extra: [String] = []) throws -> String {
        let lines = [
            "GET \(path) HTTP/1.1", "Host:localhost", "Upgrade:websocket", "Connection:Upgrade", "Sec-WebSocket-Key:dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version:13",
        ]
        try send((lines + extra).map { $0 + "\r\n" }.joined() + "\r\n")
        return try receiveHead()
    }
}

/// A listening socket whose connections the test serves by hand.
final class RawServer: Sendable {
    let port: Int
    private let descriptor: Int32

    init(backlog: Int32 = 16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = RawSocket.loopback(0)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        listen(descriptor, backlog)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        self.descriptor = descriptor
        port = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { Glibc.close(descriptor) }

    func accept() throws -> RawSocket {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 10_000) == 1 else { throw RawSocket.Failure(text: "nobody came") }
        return RawSocket(descriptor: Glibc.accept(descriptor, nil, nil))
    }

    /// Accepts and answers the handshake.
    func acceptWebSocket(extra: String = "") throws -> RawSocket {
        let socket = try accept()
        let head = try socket.receiveHead()
        let key = head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19) ?? ""
        try socket.send(Self.answer(to: String(key), extra: extra))
        return socket
    }

    static func answer(to key: String, extra: String = "") -> String {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(ClientHandshakeKey.accept(key))\r\n\(extra)\r\n"
    }
}

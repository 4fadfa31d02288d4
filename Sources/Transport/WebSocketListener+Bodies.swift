import CLibWebSockets

/// How long a request's body is, by its head (RFC 9112, section 6.3).
enum BodyLength: Equatable {
    case none
    case known(Int)
    /// Chunked, or a length that is no number; libwebsockets reads neither.
    case unknown

    init(chunked coding: String?, length: String?) {
        guard coding == nil else {
            self = .unknown
            return
        }
        guard let length, length != "0" else {
            self = .none
            return
        }
        guard length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(length) else {
            self = .unknown
            return
        }
        self = number == 0 ? .none : .known(number)
    }
}

/// A request on its way in.
struct IncomingRequest {
    private(set) var request: HTTPServerRequest
    private let length: Int

    init(_ request: HTTPServerRequest, length: Int) {
        self.request = request
        self.length = length
    }

    /// - Returns: false for more than was announced.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard request.body.count + bytes.count <= length else { return false }
        request.body.append(contentsOf: bytes)
        return true
    }
}

extension WebSocketListener {
    /// How long an unanswered connection is left open on purpose.
    private static let silence = Duration.seconds(600)
    /// How long an answer may wait for its reader to take more of it.
    private static let unmoving = Duration.seconds(30)
    /// How long an answer may be worked on.
    private static let promised = Duration.seconds(60)

    func received(_ input: UnsafeMutableRawPointer?, _ length: Int, _ wsi: OpaquePointer) -> Int32 {
        guard let peer = peer(of: wsi) else { return -1 }
        // A body that nobody wants is passed over: the answer is on its way.
        guard peer.incoming != nil else { return 0 }
        let isTaken = peer.incoming?.append(UnsafeRawBufferPointer(start: input, count: length)) ?? false
        return isTaken ? 0 : -1
    }

    func completed(_ wsi: OpaquePointer) -> Int32 {
        guard let peer = peer(of: wsi) else { return -1 }
        guard let request = peer.incoming?.request else { return 0 }
        peer.incoming = nil
        return perform(handler.react(to: request), to: request, of: peer, wsi)
    }

    func writable(_ wsi: OpaquePointer) -> Int32 {
        guard let peer = peer(of: wsi) else { return -1 }
        guard let held = peer.held else {
            guard let answer = peer.answer else { return 0 }
            // Whoever takes no more of his answer for so long has gone, or wants to fill our memory.
            peer.extend(by: Self.unmoving)
            return answer.write(wsi)
        }
        peer.held = nil
        return write(held.response, to: held.request, of: peer, wsi)
    }

    func perform(_ reaction: HTTPServerReaction, to request: HTTPServerRequest, of peer: ServerPeer, _ wsi: OpaquePointer) -> Int32 {
        switch reaction {
        case .answer(let response, .zero): return write(response, to: request, of: peer, wsi)
        case .answer(let response, let delay):
            stay(delay + ServerPeer.patience, peer, wsi)
            peer.hold(response, to: request, for: delay)
            return 0
        case .promise(let promise):
            stay(Self.promised, peer, wsi)
            let bound = LoopBound(peer, on: loop)
            promise.whenKept { response in bound.onLoop { $0.send(response, to: request) } }
            return 0
        case .raw(let bytes):
            Self.writeRaw(bytes, wsi)
            return -1
        case .silence:
            stay(Self.silence, peer, wsi)
            return 0
        case .cut: return -1
        }
    }

    /// The one deadline from now on is ours.
    private func stay(_ patience: Duration, _ peer: ServerPeer, _ wsi: OpaquePointer) {
        lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0)
        peer.extend(by: patience)
    }
}

import CallControl
import Foundation
import Gateway
import Transport
import WireProtocols

/// How many look at calls: levels are measured while somebody does. Confined to the console's loop.
final class Viewers {
    private let gateway: Gateway
    private var count = 0
    private static let limit = 32

    init(_ gateway: Gateway) { self.gateway = gateway }

    var hasRoom: Bool { count < Self.limit }

    func arrive() {
        count += 1
        if count == 1 { gateway.watch(true) }
    }

    func leave() {
        count -= 1
        if count == 0 { gateway.watch(false) }
    }
}

/// One open page: is told twice a second what it shows, and nothing it does not show.
final class LiveFeed {
    /// What a page shows.
    enum View: Equatable {
        case calls(LiveList)
        case call(CallID)
        case overview
        /// Nobody looks at the page.
        case paused

        /// - Returns: `nil` for what is no wish of a page's.
        init?(_ json: JSONValue) {
            switch json["view"]?.stringValue {
            case "calls": self = .calls(LiveList(json))
            case "call": self = .call(CallID(String((json["id"]?.stringValue ?? "").prefix(200))))
            case "none": self = .overview
            case "paused": self = .paused
            default: return nil
            }
        }
    }

    private let gateway: Gateway
    private let viewers: Viewers
    private let text: ConsoleText
    private let loop: EventLoop
    private let isSignedIn: () -> Bool
    private weak var socket: WebSocket?
    private var timer: LoopTimer?
    private var view = View.overview
    private var last = ""
    /// Of the call's story, what the page knows.
    private var told: [JSONValue.Member] = []
    private var lastSent: Int64 = 0
    /// The answer to the last question has not come yet.
    private var isAsking = false

    private static let period = Duration.milliseconds(500)
    private static let heartbeat = Duration.seconds(5)

    /// - Parameter isSignedIn: whether the page may still be told anything.
    init(_ gateway: Gateway, _ viewers: Viewers, _ text: ConsoleText, loop: EventLoop, isSignedIn: @escaping () -> Bool) {
        self.isSignedIn = isSignedIn
        self.gateway = gateway
        self.viewers = viewers
        self.text = text
        self.loop = loop
    }

    private func schedule() {
        timer = loop.after(Self.period) { [weak self] in
            self?.look()
            self?.schedule()
        }
    }

    private func look() {
        guard isSignedIn() else { return socket?.close(code: 1_008, reason: "signed out") ?? () }
        guard view != .paused, !isAsking, let socket, socket.backlog == 0 else { return }
        let bound = LoopBound(self, on: loop)
        switch view {
        case .paused: break
        case .overview: send([])
        case .calls(let list):
            isAsking = true
            gateway.liveCalls { calls in bound.onLoop { $0.show(calls, list) } }
        case .call(let id):
            isAsking = true
            gateway.liveCall(id) { found in bound.onLoop { $0.show(found, id) } }
        }
    }

    private func show(_ calls: [LiveCall], _ list: LiveList) {
        isAsking = false
        guard view == .calls(list) else { return }
        let (rows, matching) = list.rows(of: calls, number: text.masked)
        let value = JSONValue.object([
            "active": .integer(calls.count), "matching": .integer(matching), "offset": .integer(list.offset),
            "rows": .array(rows.map { .object(text.row($0)) }),
        ])
        send([.init("calls", value)])
    }

    private func show(_ found: (LiveCall, CallRecord)?, _ id: CallID) {
        isAsking = false
        guard view == .call(id) else { return }
        guard let (call, record) = found else { return send([.init("call", .object(["id": .string(id.rawValue), "ended": true]))]) }
        let story = text.story(record)
        defer { told = story }
        send([.init("call", .object(text.row(call) + (story == told ? [] : story)))])
    }

    /// Nothing is sent that the page knows, but for a sign of life.
    private func send(_ members: [JSONValue.Member]) {
        let body = JSONValue.object(members + text.state(gateway.state)).text
        guard body != last || loop.now - lastSent >= Self.heartbeat.inNanoseconds else { return }
        last = body
        lastSent = loop.now
        let message = "{\"at\":\(Int64(Date().timeIntervalSince1970 * 1_000)),\(body.dropFirst())"
        _ = socket?.send(.text, Array(message.utf8).span)
    }
}

extension LiveFeed: WebSocketHandler {
    func webSocketDidOpen(_ socket: WebSocket) {
        self.socket = socket
        viewers.arrive()
        look()
        schedule()
    }

    func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) {
        let bytes = payload.withUnsafeBufferPointer { Array($0) }
        guard kind == .text, let json = try? JSONValue(bytes.span), let wish = View(json) else {
            return socket.close(code: 1_008, reason: "expected {\"view\": \"calls\" | \"call\" | \"none\" | \"paused\"}")
        }
        view = wish
        last = ""
        told = []
        look()
    }

    func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) {
        timer?.cancel()
        timer = nil
        viewers.leave()
    }
}

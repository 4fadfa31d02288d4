import CallControl
import Foundation
import Gateway
import Settings
import Transport
import WireProtocols

/// Answers the page's requests; confined to the console's loop.
final class ConsoleServer {
    private let settings: ConsoleSettings
    private let gateway: Gateway
    private let work: ConsoleWork
    private let text: ConsoleText
    private let loop: EventLoop
    private let viewers: Viewers
    /// `nil` where nobody has to sign in.
    private var sessions: Sessions?

    private static let cookie = "voice_gateway_console"

    init(_ settings: ConsoleSettings, gateway: Gateway, work: ConsoleWork, loop: EventLoop) {
        self.settings = settings
        self.gateway = gateway
        self.work = work
        self.loop = loop
        text = ConsoleText(settings: settings)
        viewers = Viewers(gateway)
        sessions = settings.token.map { Sessions(token: $0.exposed) }
    }

    private var now: Instant { Instant(nanoseconds: loop.now) }

    private static func unixMilliseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    // MARK: Who asks

    private static func session(in cookies: String?) -> String? {
        (cookies ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }.first { $0.hasPrefix(cookie + "=") }.map {
            String($0.dropFirst(cookie.count + 1))
        }
    }

    private func isSignedIn(_ headers: [String: String]) -> Bool {
        guard sessions != nil else { return true }
        return sessions?.isSignedIn(Self.session(in: headers["cookie"]), at: now) == true
    }

    /// Why a request is not looked at; `nil` for one that is.
    private func refusal(_ path: String, _ headers: [String: String], host: String?) -> (text: String, kind: ProblemKind?)? {
        if sessions == nil, !RequestOrigin.isThisMachine(host) {
            return ("without a token the console answers to localhost and 127.0.0.1 alone: set console.token_file to use another name", nil)
        }
        // Images and the like of other sites' pages tell no origin; browsers tell this of them.
        let site = headers["sec-fetch-site"] ?? "none"
        let isForeign = path.hasPrefix("/api/") && !["same-origin", "none"].contains(site)
        if isForeign || !RequestOrigin.isOwn(headers["origin"], host: host) {
            return ("this request comes from another site's page; a proxy must pass the Host header on", .otherSite)
        }
        return nil
    }

    private func signIn(_ body: [UInt8], from peer: String, isSecure: Bool) -> HTTPServerResponse {
        guard let token = (try? JSONValue(body.span))?["token"]?.stringValue else { return .problem(400, "expected {\"token\": …}") }
        let outcome = sessions?.signIn(token, from: peer, at: now) { Self.newID() }
        switch outcome {
        case nil: return HTTPServerResponse(status: 204, text: "")
        case .welcome(let id):
            let cookie = "\(Self.cookie)=\(id); Path=/; HttpOnly; SameSite=Strict; Max-Age=43200" + (isSecure ? "; Secure" : "")
            return HTTPServerResponse(status: 204, body: [], headers: ["set-cookie": cookie])
        case .wrong: return .problem(401, "this is not the token")
        case .tooMany(let pause):
            let seconds = max(1, Int((pause.inMilliseconds / 1_000).rounded(.up)))
            return .json(.object(["error": "too many wrong tokens", "retry_after_seconds": .integer(seconds)]), status: 429)
        }
    }

    private static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String(format: "%016lx", generator.next()) }.joined()
    }

    // MARK: Answers

    private func api(_ request: HTTPServerRequest) -> HTTPServerReaction {
        let parts = request.path.split(separator: "/").dropFirst().map { PercentEncoding.decode(String($0)) ?? "" }
        let first = parts.first ?? ""
        switch (request.method, first, parts.count) {
        case ("GET", "session", 1): return .answer(.json(session(isSignedIn(request.headers))))
        case ("POST", "login", 1): return .answer(signIn(request.body, from: request.peer, isSecure: settings.certificateFile != nil))
        default: break
        }
        guard isSignedIn(request.headers) else { return .answer(.problem(401, "sign in first")) }
        switch (request.method, first, parts.count) {
        case ("POST", "logout", 1):
            sessions?.signOut(Self.session(in: request.headers["cookie"]))
            let cookie = "\(Self.cookie)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
            return .answer(HTTPServerResponse(status: 204, body: [], headers: ["set-cookie": cookie]))
        case ("GET", "calls", 1): return work.calls(CallArchive.Wish(QueryItems(request.query)), at: now)
        case ("GET", "calls", 2): return work.record(parts[1])
        case ("GET", "calls", 3) where parts[2] == "recording": return work.recording(parts[1], range: request.headers["range"])
        case ("GET", "calls", 3) where parts[2] == "waveform": return work.waveform(parts[1])
        case ("GET", "latency", 1): return .answer(.json(latency(QueryItems(request.query))))
        case ("GET", "experiments", 1):
            let experiments = gateway.settings.experiments
            return .answer(
                .json(
                    text.experiments(gateway.experiments, at: Self.unixMilliseconds() / 1_000) { name, now in
                        experiments.first { $0.name == name }?.hours.decision(at: now, unknown: .open).isOpen ?? true
                    }))
        case ("GET", "outbox", 1): return work.outbox()
        case ("POST", "live", 3) where parts[2] == "hangup": return act { hangUp(CallID(parts[1])) }
        case ("POST", "outbox", 3) where parts[2] == "retry": return act { work.retry(parts[1], at: Self.unixMilliseconds()) }
        default: return .answer(.problem(404, "there is nothing at \(request.method) \(request.path)"))
        }
    }

    private func act(_ deed: () -> HTTPServerReaction) -> HTTPServerReaction {
        settings.allowsActions ? deed() : .answer(.problem(403, "the configuration lets the console only look (console.allow_actions)", .viewOnly))
    }

    private func hangUp(_ call: CallID) -> HTTPServerReaction {
        let promise = HTTPPromise()
        gateway.hangUp(call) { wasThere in
            promise.keep(wasThere ? HTTPServerResponse(status: 204, text: "") : .problem(404, "the call has ended"))
        }
        return .promise(promise)
    }

    private func session(_ isSignedIn: Bool) -> JSONValue {
        .object([
            "signed_in": .bool(isSignedIn), "sign_in": .bool(sessions != nil), "may_act": .bool(settings.allowsActions), "version": .string(Gateway.version),
            "language": .string(settings.language.rawValue),
            // A page whose live socket is refused is not told why: it asks here.
            "full": .bool(isSignedIn && !viewers.hasRoom),
        ])
    }

    private func latency(_ query: QueryItems) -> JSONValue {
        let hours = min(max(query["hours"].flatMap { Int($0) } ?? 1, 1), 24)
        let minutes = hours == 1 ? 1 : hours <= 6 ? 5 : 15
        let series = gateway.latencyHistory.series(hours: hours, minutes: minutes, at: Int(Self.unixMilliseconds() / 1_000))
        return text.latency(series, binSeconds: minutes * 60)
    }

    private func file(_ request: HTTPServerRequest) -> HTTPServerResponse {
        guard request.method == "GET" || request.method == "HEAD" else { return .problem(405, "GET alone is allowed here") }
        guard let file = ConsolePage.file(request.path) else { return HTTPServerResponse(status: 404, text: "there is nothing here\n") }
        return HTTPServerResponse(status: 200, contentType: file.type, body: file.bytes)
    }
}

extension ConsoleServer: ListenerHandler {
    var wantedHeaders: [String] { ["cookie", "origin", "range", "content-type", "x-requested-with", "sec-fetch-site"] }
    var bodyLimit: Int { 4_096 }

    func react(to request: HTTPServerRequest) -> HTTPServerReaction {
        if let refusal = refusal(request.path, request.headers, host: request.host) { return .answer(Self.guarded(.problem(403, refusal.text, refusal.kind))) }
        guard request.path.hasPrefix("/api/") else { return .answer(Self.guarded(file(request))) }
        // No form of another site's can send this header.
        if request.method != "GET", request.headers["x-requested-with"] != "voice-gateway-console" {
            return .answer(Self.guarded(.problem(403, "the header X-Requested-With: voice-gateway-console is missing")))
        }
        switch api(request) {
        case .answer(let response, let delay): return .answer(Self.guarded(response), after: delay)
        case .promise(let promise): return .promise(promise.map { Self.guarded($0) })
        case let reaction: return reaction
        }
    }

    func respond(to request: HTTPServerRequest) -> HTTPServerResponse { .problem(404, "there is nothing here") }

    func accept(_ request: UpgradeRequest) -> UpgradeDecision {
        if let refusal = refusal(request.path, request.headers, host: request.host) { return .reject(status: 403, body: refusal.text + "\n") }
        guard request.path == "/api/live" else { return .reject(status: 404, body: "WebSockets are at /api/live\n") }
        guard isSignedIn(request.headers) else { return .reject(status: 401, body: "sign in first\n") }
        guard viewers.hasRoom else { return .reject(status: 503, body: "too many consoles are open\n") }
        let headers = request.headers
        return .accept(LiveFeed(gateway, viewers, text, loop: loop) { [weak self] in self?.isSignedIn(headers) == true }, maxMessage: 4_096)
    }

    /// Nothing but the page's own files runs in it, nobody frames it, and nothing of it stays in a cache.
    private static func guarded(_ response: HTTPServerResponse) -> HTTPServerResponse {
        var response = response
        response.headers["content-security-policy"] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'"
        response.headers["x-content-type-options"] = "nosniff"
        response.headers["x-frame-options"] = "DENY"
        response.headers["referrer-policy"] = "no-referrer"
        response.headers["cross-origin-resource-policy"] = "same-origin"
        response.headers["cache-control"] = "no-store"
        return response
    }
}

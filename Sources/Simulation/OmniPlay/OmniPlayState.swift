import CallControl
import Locking
import Transport
import WireProtocols

/// What the stand-in's loop and those who steer it share.
final class OmniPlayState: Sendable {
    private let backEnd: Locked<OmniPlayBackEnd>
    private let journal: TicketJournal?
    private let log = Locked<[SeenRequest]>([])

    /// Requests remembered.
    private static let logLimit = 10_000

    init(_ backEnd: OmniPlayBackEnd, journal: TicketJournal?) {
        self.backEnd = Locked(backEnd)
        self.journal = journal
    }

    func read<Result>(_ body: (OmniPlayBackEnd) -> sending Result) -> sending Result { backEnd.withLock { body($0) } }
    func change<Result>(_ body: (inout OmniPlayBackEnd) -> sending Result) -> sending Result { backEnd.withLock { body(&$0) } }

    /// A new ticket is on disk before it is acknowledged; one that can't be written is not taken.
    func take(_ body: [UInt8], _ visit: OmniPlayBackEnd.Visit) -> OmniPlayBackEnd.Intake {
        backEnd.withLock { backEnd in
            let intake = backEnd.take(body, visit)
            guard case .new(let ticket) = intake else { return intake }
            do { try journal?.append(ticket) } catch { return .full }
            backEnd.keep(ticket)
            return intake
        }
    }

    func take(_ json: JSONValue) throws(WireError) -> JSONValue {
        let result = backEnd.withLock { backEnd -> Result<JSONValue, WireError> in
            do throws(WireError) {
                try backEnd.behaviour.take(json)
                return .success(backEnd.behaviour.json)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func forget() {
        backEnd.withLock { backEnd in
            backEnd.forget()
            try? journal?.clear()
        }
    }

    var requests: [SeenRequest] { log.withLock { $0 } }

    func log(_ request: HTTPServerRequest, _ outcome: String) {
        let seen = SeenRequest(
            method: request.method, target: request.path + (request.query.map { "?" + $0 } ?? ""), headers: request.headers,
            hasAuthorization: request.authorization != nil, bodyLength: request.body.count, outcome: outcome)
        log.withLock { log in
            if log.count >= Self.logLimit { log.removeFirst(Self.logLimit / 2) }
            log.append(seen)
        }
    }
}

/// A request to the two endpoints, and what became of it.
public struct SeenRequest: Equatable, Sendable {
    public var method: String
    public var target: String
    /// Content type, service name, company and idempotency key.
    public var headers: [String: String]
    public var hasAuthorization: Bool
    public var bodyLength: Int
    /// The status, or the fault.
    public var outcome: String

    var json: JSONValue {
        [
            "method": .string(method), "target": .string(target),
            "headers": .object(headers.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }),
            "has_authorization": .bool(hasAuthorization), "body_length": .integer(bodyLength), "outcome": .string(outcome),
        ]
    }
}

import CallControl
import Transport
import WireProtocols

/// The stand-in's mind, without sockets: who is online, which tickets there are, which requests fail.
struct OmniPlayBackEnd {
    /// One request's credentials and company.
    struct Visit {
        var companyID: Int
        var idempotencyKey: String?
        /// Unix milliseconds.
        var time: Int64
    }

    var behaviour: OmniPlayBehaviour {
        didSet { if behaviour.seed != oldValue.seed { generator = SeededGenerator(seed: behaviour.seed) } }
    }
    private(set) var tickets: [StoredTicket] = []
    private var byCall: [String: Int] = [:]
    private var byKey: [String: String] = [:]
    private var contacts: [String: Int] = [:]
    private(set) var counts: [OmniPlayFaultRule.Endpoint: Int] = [:]
    private var generator: SeededGenerator

    /// Tickets kept; more are answered 507.
    static let ticketLimit = 100_000

    init(_ behaviour: OmniPlayBehaviour, tickets: [StoredTicket] = []) {
        self.behaviour = behaviour
        generator = SeededGenerator(seed: behaviour.seed)
        for ticket in tickets { keep(ticket) }
    }

    /// Counts a request that has begun.
    /// - Returns: the fault it will suffer.
    mutating func begin(_ endpoint: OmniPlayFaultRule.Endpoint) -> OmniPlayFault? {
        let number = counts[endpoint, default: 0] + 1
        counts[endpoint] = number
        for rule in behaviour.faults where rule.endpoint == nil || rule.endpoint == endpoint {
            if rule.scope.contains(number, using: &generator) { return rule.fault }
        }
        return nil
    }

    // MARK: Attendants

    func attendants() -> JSONValue {
        let list = behaviour.attendants
        let isOnline = behaviour.hasOnlineAgents ?? !list.isEmpty
        let made = list.map { "user/\($0.number)" }.joined(separator: " & ")
        let dialString = behaviour.dialString ?? made
        let dial: JSONValue = dialString.isEmpty ? .null : .string(dialString)
        let agents = JSONValue.array(list.map(OmniPlayBehaviour.json))
        switch behaviour.spelling {
        case .camelCase: return ["hasOnlineAgents": .bool(isOnline), "agents": agents, "dialString": dial, "strategy": "ring_all"]
        case .snakeCase:
            return [
                "has_online_agents": .bool(isOnline), "agent_count": .integer(list.count), "agents": agents, "dial_string": dial, "strategy": "ring_all",
            ]
        }
    }

    // MARK: Tickets

    /// What becomes of a ticket's body. A new ticket is only proposed: `keep` it once it is safe.
    enum Intake: Equatable {
        case new(StoredTicket)
        case known(StoredTicket)
        case wrong(field: String)
        case keyReused
        case full
    }

    mutating func take(_ body: [UInt8], _ visit: Visit) -> Intake {
        guard let json = try? JSONValue(body.span), TicketCheck.problem(in: json) == nil, let call = json["call_uuid"]?.stringValue else {
            return .wrong(field: (try? JSONValue(body.span)).flatMap(TicketCheck.problem) ?? "body")
        }
        if let index = byCall[call] {
            tickets[index].repetitions += 1
            return .known(tickets[index])
        }
        if let key = visit.idempotencyKey, byKey[key] != nil { return .keyReused }
        guard tickets.count < Self.ticketLimit else { return .full }
        let answer = answer(to: json, visit)
        return .new(
            StoredTicket(callUUID: call, companyID: visit.companyID, idempotencyKey: visit.idempotencyKey, receivedAt: visit.time, body: json, answer: answer))
    }

    mutating func keep(_ ticket: StoredTicket) {
        guard byCall[ticket.callUUID] == nil else { return }
        byCall[ticket.callUUID] = tickets.count
        if let key = ticket.idempotencyKey { byKey[key] = ticket.callUUID }
        if let caller = ticket.body["caller_id"]?.stringValue, let contact = ticket.answer["contact_id"]?.intValue { contacts[caller] = contact }
        tickets.append(ticket)
    }

    mutating func forget() {
        (tickets, byCall, byKey, contacts) = ([], [:], [:], [:])
    }

    private func answer(to body: JSONValue, _ visit: Visit) -> JSONValue {
        let id = (tickets.last?.ticketID ?? behaviour.firstTicket - 1) + 1
        let contact = body["caller_id"]?.stringValue.flatMap { contacts[$0] } ?? 678 + Set(contacts.values).count
        var mixer = SeededGenerator(seed: UInt64(id))
        let uuid = String(mixer.next(), radix: 16)
        return [
            "ticket_id": .integer(id), "ticket_uuid": .string("tk-" + uuid), "contact_id": .integer(contact),
            "voice_conversation_id": .integer(42 + tickets.count), "status": "pending", "created_at": .string(Self.timestamp(visit.time)),
        ]
    }

    /// `2026-01-15T14:30:00Z`.
    static func timestamp(_ unixMilliseconds: Int64) -> String {
        let day = CalendarDay(unixMilliseconds: unixMilliseconds, secondsFromGMT: 0).digits
        let seconds = unixMilliseconds / 1_000 % 86_400
        let pad = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
        return "\(date)T\(pad(seconds / 3_600)):\(pad(seconds / 60 % 60)):\(pad(seconds % 60))Z"
    }
}

/// How the stand-in for OmniPlay behaves; everything can change while it runs.
public struct OmniPlayBehaviour: Equatable, Sendable {
    /// How the answer about attendants is spelled.
    public enum Spelling: String, CaseIterable, Equatable, Sendable {
        case camelCase = "camel"
        case snakeCase = "snake"
    }

    /// What a second ticket of the same call is answered.
    public enum Repetition: String, CaseIterable, Equatable, Sendable {
        /// 409 that names the ticket.
        case conflict
        /// 409 with an error word alone.
        case bareConflict = "bare-conflict"
        /// 200 and the first answer.
        case same
    }

    /// Somebody who answers telephones.
    public struct Attendant: Equatable, Sendable {
        public var id: Int
        public var name: String
        public var number: String
        /// `online`, `away`.
        public var status: String

        public init(id: Int, name: String, number: String, status: String = "online") {
            self.id = id
            self.name = name
            self.number = number
            self.status = status
        }
    }

    /// `VOICE_AI_SERVICE_TOKEN` in its `.env`; `nil`: none is set, and every request is refused.
    public var token: String?
    public var attendants: [Attendant] = []
    public var spelling = Spelling.camelCase
    /// In place of the one made of the attendants; empty: the member is null.
    public var dialString: String?
    /// In place of whether there are attendants.
    public var hasOnlineAgents: Bool?
    public var repetition = Repetition.conflict
    public var faults: [OmniPlayFaultRule] = []
    /// Bytes of the longest body taken.
    public var bodyLimit = 10 << 20
    /// The number of the first ticket.
    public var firstTicket = 12_345
    /// Of faults that hit a share.
    public var seed: UInt64 = 1

    public init(token: String?) { self.token = token }

    /// So many attendants, with telephones from 200 on; the first two are the documentation's.
    public mutating func setOnline(_ count: Int) {
        let known = [Attendant(id: 5, name: "João Silva", number: "200"), Attendant(id: 8, name: "Maria Santos", number: "201", status: "away")]
        let more = (0..<max(0, count - known.count)).map { Attendant(id: 9 + $0, name: "Atendente \(202 + $0)", number: "\(202 + $0)") }
        attendants = Array((known + more).prefix(max(0, count)))
    }
}

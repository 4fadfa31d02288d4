/// Can people be reached now?
public enum AgentsOnline: Equatable, Sendable {
    case available(AttendantsOnline)
    /// The desk says that nobody is there, or says yes and nothing tells whom to ring.
    case nobody
    /// The desk did not tell: the ticket path is taken, and says so.
    case unknown(DeskFailure)
}

/// Who can be reached, and how.
public struct AttendantsOnline: Equatable, Sendable {
    /// What is to be rung.
    public enum Target: Equatable, Sendable {
        /// The telephones that the desk named.
        case endpoints(DialString)
        /// The secretary's own extension or ring group, since the desk named none.
        case transferExtension(String)
    }

    /// One of those who are online or away.
    public struct Attendant: Equatable, Sendable {
        public var id: Int?
        public var name: String?
        public var number: String?
        public var status: String?

        public init(id: Int?, name: String?, number: String?, status: String?) {
            self.id = id
            self.name = name
            self.number = number
            self.status = status
        }
    }

    public var target: Target
    /// How many, where the desk says.
    public var count: Int?
    /// Whom the desk named, the first hundred.
    public var attendants: [Attendant]
    /// The desk's word for the order of ringing; `ring_all` is the only one known.
    public var strategy: String?
    /// Why the desk's own dial string was not taken, if it gave one.
    public var problem: String?

    public init(target: Target, count: Int? = nil, attendants: [Attendant] = [], strategy: String? = nil, problem: String? = nil) {
        self.target = target
        self.count = count
        self.attendants = attendants
        self.strategy = strategy
        self.problem = problem
    }
}

/// Whose attendants are asked for.
public struct AttendantsQuery: Equatable, Sendable {
    public var companyID: Int?
    /// `nil`: any queue's.
    public var queueID: Int?
    /// Completes the desk's `user/200`.
    public var domain: String?
    /// Rung where the desk says yes and names nobody.
    public var transferExtension: String?

    public init(companyID: Int?, queueID: Int? = nil, domain: String? = nil, transferExtension: String? = nil) {
        self.companyID = companyID
        self.queueID = queueID
        self.domain = domain
        self.transferExtension = transferExtension
    }
}

/// One call as it was measured. A call that failed is kept, with its reason: it is a result.
public struct MeasuredCall: Codable, Equatable, Sendable {
    public var id: String
    public var arm: String
    public var scenario: String
    /// Seconds since the run began.
    public var started: Double
    /// Seconds.
    public var duration: Double
    /// From dialling to the stream being ready, in milliseconds; `nil` if it never was.
    public var connectTime: Double?
    /// Why the call failed; `nil` if it did not.
    public var failure: String?
    public var turns: [MeasuredTurn]
    /// How often the caller cut the agent short.
    public var interruptions: Int
    /// How a handoff ended; `nil` if there was none.
    public var handoff: String?
    /// `nil` if the usage is unknown.
    public var cost: Cost?
    /// How often the playout ran dry.
    public var underflows: Int
    /// Who called, as one that can be recognised but not told, where callers stay in their arm: their calls are not independent of each other.
    public var caller: String?
    /// Calls of different phases were not divided alike; `nil` where all were.
    public var phase: Int?

    public init(
        id: String, arm: String, scenario: String, started: Double, duration: Double, connectTime: Double? = nil, failure: String? = nil,
        turns: [MeasuredTurn] = [], interruptions: Int = 0, handoff: String? = nil, cost: Cost? = nil, underflows: Int = 0, caller: String? = nil,
        phase: Int? = nil
    ) {
        self.id = id
        self.arm = arm
        self.scenario = scenario
        self.started = started
        self.duration = duration
        self.connectTime = connectTime
        self.failure = failure
        self.turns = turns
        self.interruptions = interruptions
        self.handoff = handoff
        self.cost = cost
        self.underflows = underflows
        self.caller = caller
        self.phase = phase
    }

    enum CodingKeys: String, CodingKey {
        case id, arm, scenario, failure, turns, interruptions, handoff, cost, underflows, caller, phase
        case started = "started_s"
        case duration = "duration_s"
        case connectTime = "connect_ms"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        arm = try container.decode(String.self, forKey: .arm)
        scenario = try container.decode(String.self, forKey: .scenario)
        started = try container.decodeFinite(forKey: .started)
        duration = try container.decodeFinite(forKey: .duration)
        connectTime = try container.decodeFiniteIfPresent(forKey: .connectTime)
        failure = try container.decodeIfPresent(String.self, forKey: .failure)
        turns = try container.decode([MeasuredTurn].self, forKey: .turns)
        interruptions = try container.decodeCount(forKey: .interruptions)
        handoff = try container.decodeIfPresent(String.self, forKey: .handoff)
        cost = try container.decodeIfPresent(Cost.self, forKey: .cost)
        underflows = try container.decodeCount(forKey: .underflows)
        caller = try container.decodeIfPresent(String.self, forKey: .caller)
        phase = try container.decodeIfPresent(Int.self, forKey: .phase)
    }
}

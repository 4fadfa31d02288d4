/// One way in which OmniPlay misbehaves. “After” means that the request was acted upon first: the ticket is there.
public enum OmniPlayFault: Equatable, Sendable {
    /// Never answers.
    case timeout
    case timeoutAfter
    /// Acts at once and answers late.
    case slow(Duration)
    /// Answers this status.
    case status(Int)
    case statusAfter(Int)
    /// Answers 401 with `ERR_SESSION_EXPIRED`.
    case expired
    /// Answers 200 with a body that is no JSON.
    case garbage
    /// Answers what is no HTTP.
    case noise
    /// Cuts the connection when the head has come, before the body is read.
    case cutBefore
    /// Reads and acts, then cuts the connection without an answer.
    case cutAfter
    /// Acts, and cuts the connection in the middle of the answer.
    case cutAnswer

    /// Reads a name with its number, `slow:2500`; times are in milliseconds.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let number = parts.count == 2 ? Int(parts[1]) : nil
        switch (parts[0], parts.count, number) {
        case ("timeout", 1, _): self = .timeout
        case ("timeout-after", 1, _): self = .timeoutAfter
        case ("slow", 2, let time?) where (0...600_000).contains(time): self = .slow(.milliseconds(time))
        case ("status", 2, let code?) where (200..<600).contains(code): self = .status(code)
        case ("status-after", 2, let code?) where (200..<600).contains(code): self = .statusAfter(code)
        case ("expired", 1, _): self = .expired
        case ("garbage", 1, _): self = .garbage
        case ("noise", 1, _): self = .noise
        case ("cut-before", 1, _): self = .cutBefore
        case ("cut-after", 1, _): self = .cutAfter
        case ("cut-answer", 1, _): self = .cutAnswer
        default: return nil
        }
    }

    /// Is the request acted upon?
    var acts: Bool {
        switch self {
        case .timeoutAfter, .slow, .statusAfter, .cutAfter, .cutAnswer: true
        case .timeout, .status, .expired, .garbage, .noise, .cutBefore: false
        }
    }
}

/// Which requests suffer a fault.
public struct OmniPlayFaultRule: Equatable, Sendable {
    public enum Endpoint: String, CaseIterable, Equatable, Sendable { case agents, tickets }

    public var fault: OmniPlayFault
    /// `nil`: both.
    public var endpoint: Endpoint?
    /// Counted for each endpoint by itself.
    public var scope: FaultRule.Scope
    /// As it was written.
    public let text: String

    /// Reads `tickets=cut-after@2` (the second ticket request), `status:500@/3` (each third of either), `agents=timeout`, `expired@p0.1`.
    public init?(_ text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let sides = halves[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let fault = OmniPlayFault(sides[sides.count - 1]) else { return nil }
        self.fault = fault
        self.text = text
        if sides.count == 2 {
            guard let endpoint = Endpoint(rawValue: sides[0]) else { return nil }
            self.endpoint = endpoint
        }
        scope = .every
        if halves.count == 2 {
            guard let scope = FaultRule.Scope(halves[1]) else { return nil }
            self.scope = scope
        }
    }
}

/// A whole run: how it was made, and every call of it.
public struct ComparisonRun: Codable, Equatable, Sendable {
    /// The version of the file's format; a file of another version is refused, not guessed at.
    public static let format = 1

    public var facts: RunFacts
    public var calls: [MeasuredCall]

    public init(facts: RunFacts, calls: [MeasuredCall]) {
        self.facts = facts
        self.calls = calls
    }

    /// The arms' names in order: those that were set up, then any that only a call names.
    public var arms: [String] {
        Self.inOrder(facts.arms.map(\.name) + calls.map(\.arm))
    }

    /// The scenarios' names in order: those that were set up, then any that only a call names.
    public var scenarios: [String] { Self.inOrder(facts.scenarios + calls.map(\.scenario)) }

    private static func inOrder(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// The calls of an arm in the order in which they began.
    public func calls(of arm: String) -> [MeasuredCall] {
        calls.filter { $0.arm == arm }.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
    }

    enum CodingKeys: String, CodingKey { case format, facts, calls }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        facts = try container.decode(RunFacts.self, forKey: .facts)
        calls = try container.decode([MeasuredCall].self, forKey: .calls)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.format, forKey: .format)
        try container.encode(facts, forKey: .facts)
        try container.encode(calls, forKey: .calls)
    }
}

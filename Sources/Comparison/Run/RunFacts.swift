import FoundationEssentials

/// Everything needed to repeat a run, and nothing that must stay secret.
public struct RunFacts: Codable, Equatable, Sendable {
    /// To the second.
    public var startedAt: Date
    public var seed: UInt64
    /// Of the gateway, the toolchain, the emulators.
    public var versions: [Fact]
    /// In the order of the report: all others are compared with the first.
    public var arms: [Arm]
    public var scenarios: [String]
    public var fixtures: [Fixture]
    public var machine: Machine
    public var commandLine: String
    /// Sentences on what happened during the run that the reader must know of.
    public var notes: [String]?
    /// The arms' shares in each phase of the calls, where the division changed; empty for calls that do not tell theirs.
    public var divisions: [[String: Double]]?

    public init(
        startedAt: Date, seed: UInt64, versions: [Fact] = [], arms: [Arm], scenarios: [String] = [], fixtures: [Fixture] = [], machine: Machine,
        commandLine: String = "", notes: [String]? = nil, divisions: [[String: Double]]? = nil
    ) {
        self.startedAt = Date(timeIntervalSince1970: startedAt.timeIntervalSince1970.rounded(.down))
        self.seed = seed
        self.versions = versions
        self.arms = arms
        self.scenarios = scenarios
        self.fixtures = fixtures
        self.machine = machine
        self.commandLine = commandLine
        self.notes = notes
        self.divisions = divisions
    }

    enum CodingKeys: String, CodingKey {
        case seed, versions, arms, scenarios, fixtures, machine, notes, divisions
        case startedAt = "started_at"
        case commandLine = "command_line"
    }
}

extension RunFacts {
    /// A name and its value; a list of them keeps its order, which a JSON object does not.
    public struct Fact: Codable, Equatable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// One of the things compared.
    public struct Arm: Codable, Equatable, Sendable {
        public var name: String
        /// Its share of the calls, relative to the other arms' weights.
        public var weight: Double
        /// Provider, model, voice, codec and so on; without secrets.
        public var configuration: [Fact]

        public init(name: String, weight: Double = 1, configuration: [Fact] = []) {
            self.name = name
            self.weight = weight
            self.configuration = configuration
        }

        enum CodingKeys: String, CodingKey { case name, weight, configuration }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container.decode(String.self, forKey: .name)
            weight = try container.decodeFinite(forKey: .weight)
            guard weight >= 0 else { throw DecodingError.dataCorruptedError(forKey: .weight, in: container, debugDescription: "a weight is not negative") }
            configuration = try container.decode([Fact].self, forKey: .configuration)
        }
    }

    /// A file of speech that the callers spoke.
    public struct Fixture: Codable, Equatable, Sendable {
        public var name: String
        public var sha256: String

        public init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// What the run was measured on.
    public struct Machine: Codable, Equatable, Sendable {
        public var cores: Int
        public var kernel: String
        public var processor: String

        public init(cores: Int, kernel: String, processor: String) {
            self.cores = cores
            self.kernel = kernel
            self.processor = processor
        }
    }
}

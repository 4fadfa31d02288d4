import Yams

/// What a simulated caller does, turn by turn.
public struct CallScenario: Equatable, Sendable {
    /// When a turn begins.
    public enum Start: Equatable, Sendable {
        /// At once, or this long after the turn before has ended.
        case after(Duration)
        /// When the agent has finished what it is saying (or, before the first word, its greeting), and this much more.
        case reply(pause: Duration)
        /// This long after the answer to the last turn has become audible: talks over it.
        case interrupting(Duration)
    }

    public struct Turn: Equatable, Sendable {
        public var start: Start
        /// A fixture's id, or the path of a WAV file; `nil`: says nothing.
        public var say: String?
        /// Keys sent as the dialplan sends them.
        public var keys: String
        /// Given up after this long.
        public var timeout: Duration

        public init(_ start: Start, say: String?, keys: String = "", timeout: Duration = .seconds(30)) {
            self.start = start
            self.say = say
            self.keys = keys
            self.timeout = timeout
        }
    }

    /// What the caller does when all is said.
    public enum Ending: Equatable, Sendable {
        /// Hears the last answer out, and hangs up.
        case hangsUp
        /// Stays on the line until the other side ends it, or patience does.
        case waits
    }

    public var turns: [Turn]
    public var ending = Ending.hangsUp
    /// After the last turn: how long to wait for the other side to hang up.
    public var patience: Duration

    public init(turns: [Turn], patience: Duration = .seconds(15)) {
        self.turns = turns
        self.patience = patience
    }

    /// The demo's call: a question, a long answer that is interrupted, a goodbye.
    public static let builtIn = CallScenario(turns: [
        Turn(.reply(pause: .milliseconds(400)), say: "pt-saldo"),
        Turn(.reply(pause: .milliseconds(500)), say: "pt-pausa-curta"),
        Turn(.interrupting(.milliseconds(2_500)), say: "pt-bargein-espera"),
        Turn(.reply(pause: .milliseconds(500)), say: "pt-numeros"),
        Turn(.reply(pause: .milliseconds(500)), say: "pt-tchau"),
    ])

    /// The given recordings one after the other, each after the answer to the one before.
    public static func plain(_ recordings: [String], pause: Duration = .milliseconds(400)) -> CallScenario {
        CallScenario(turns: recordings.map { Turn(.reply(pause: pause), say: $0) }, patience: .seconds(8))
    }
}

/// A scenario file that can't be used: where and why.
public struct ScenarioError: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

extension CallScenario {
    /// An hour in milliseconds: a caller who waits longer has forgotten his call.
    private static let longest = 3_600_000
    private static let keys: Set<String> = ["say", "after", "pause_ms", "interrupt_reply_after_ms", "keys", "timeout_ms"]

    /// Reads a scenario: `turns: [{say: pt-saldo, after: reply | immediately | <ms>, pause_ms: 400, interrupt_reply_after_ms: 2500, keys: "1", timeout_ms: 30000}]`.
    public init(yaml: String, file: String) throws(ScenarioError) {
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw ScenarioError(description: "\(file): not YAML: \(error)") }
        guard let list = root?["turns"]?.sequence else { throw ScenarioError(description: "\(file): expected `turns:` with a list") }
        var turns: [Turn] = []
        for node in list { turns.append(try Self.turn(node, file)) }
        guard !turns.isEmpty else { throw ScenarioError(description: "\(file): expected at least one turn") }
        self.init(turns: turns)
        if let patience = try Self.number(root?["patience_ms"], "patience_ms", file) { self.patience = .milliseconds(patience) }
    }

    private static func turn(_ node: Node, _ file: String) throws(ScenarioError) -> Turn {
        guard let mapping = node.mapping else { throw error(node, file, "a turn must be a mapping with `say`") }
        for (key, _) in mapping where !keys.contains(key.scalar?.string ?? "") {
            throw error(key, file, "unknown key \(key.scalar?.string ?? "?"); known: \(keys.sorted().joined(separator: ", "))")
        }
        let pause = Duration.milliseconds(try number(node["pause_ms"], "pause_ms", file) ?? 400)
        var start = Start.reply(pause: pause)
        if let interrupt = try number(node["interrupt_reply_after_ms"], "interrupt_reply_after_ms", file) {
            start = .interrupting(.milliseconds(interrupt))
        } else if let after = node["after"]?.scalar?.string {
            switch after {
            case "reply": break
            case "immediately": start = .after(.zero)
            default:
                guard let milliseconds = Int(after), (0...longest).contains(milliseconds) else {
                    throw error(node["after"], file, "`after` must be reply, immediately or milliseconds, 0 to \(longest)")
                }
                start = .after(.milliseconds(milliseconds))
            }
        }
        let timeout = Duration.milliseconds(try number(node["timeout_ms"], "timeout_ms", file) ?? 30_000)
        return Turn(start, say: node["say"]?.scalar?.string, keys: node["keys"]?.scalar?.string ?? "", timeout: timeout)
    }

    private static func number(_ node: Node?, _ key: String, _ file: String) throws(ScenarioError) -> Int? {
        guard let node else { return nil }
        guard let value = node.scalar.flatMap({ Int($0.string) }), (0...longest).contains(value) else {
            throw error(node, file, "`\(key)` must be a number of milliseconds, 0 to \(longest)")
        }
        return value
    }

    private static func error(_ node: Node?, _ file: String, _ problem: String) -> ScenarioError {
        ScenarioError(description: "\(file):\(node?.mark?.line ?? 0):\(node?.mark?.column ?? 0): \(problem)")
    }
}

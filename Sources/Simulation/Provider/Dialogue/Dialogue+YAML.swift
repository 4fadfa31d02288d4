import Yams

extension Dialogue {
    /// Reads a dialogue file:
    ///
    /// ```yaml
    /// match: order            # or duration
    /// after: otherwise        # or loop
    /// greeting: {say: "Olá!", fixtures: [pt_agent_greeting]}
    /// turns:
    ///   - heard: "Qual é o saldo?"
    ///     fixture: pt_saldo
    ///     say: "Cento e vinte reais."
    ///     fixtures: [pt_agent_balance]
    ///     delay_ms: 200
    ///     tool: {name: balance, arguments: '{"account":1}', when: before}
    /// otherwise: {heard: "…", say: "Não entendi.", fixtures: [pt_agent_not_understood]}
    /// settings: {endpointing_ms: 400, thinking: "lognormal:300,700"}
    /// ```
    public init(yaml: String) throws(DialogueError) {
        try self.init(try YAMLFields.document(yaml))
    }

    init(_ fields: YAMLFields) throws(DialogueError) {
        try fields.allow(["match", "after", "greeting", "turns", "otherwise", "settings"])
        let turns = try fields.list("turns").map { element throws(DialogueError) in try Turn(element) }
        let otherwise = try fields.fields("otherwise").map { element throws(DialogueError) in try Turn(element) }
        let greeting = try fields.fields("greeting").map { element throws(DialogueError) in try Answer(element) }
        self.init(greeting: greeting, turns: turns, otherwise: otherwise ?? Dialogue.builtIn.otherwise)
        matching = try fields.choice("match") ?? .order
        continuation = try fields.choice("after") ?? .otherwise
    }
}

extension Dialogue.Turn {
    fileprivate init(_ fields: YAMLFields) throws(DialogueError) {
        try fields.allow(["heard", "fixture", "say", "fixtures", "tool", "delay_ms"])
        self.init(heard: try fields.text("heard") ?? "", fixture: try fields.text("fixture"), try Answer(fields, beside: ["heard", "fixture"]))
    }
}

extension Answer {
    fileprivate init(_ fields: YAMLFields, beside others: [String] = []) throws(DialogueError) {
        try fields.allow(["say", "fixtures", "tool", "delay_ms"] + others)
        let tool = try fields.fields("tool").map { element throws(DialogueError) in try Tool(element) }
        self.init(
            try fields.text("say") ?? "", fixtures: try fields.texts("fixtures"), tool: tool,
            delay: .milliseconds(try fields.number("delay_ms") ?? 0))
    }
}

extension Answer.Tool {
    fileprivate init(_ fields: YAMLFields) throws(DialogueError) {
        try fields.allow(["name", "arguments", "when"])
        guard let name = try fields.text("name") else { throw fields.problem("name", "missing") }
        self.init(name, arguments: try fields.text("arguments") ?? "{}", try fields.choice("when") ?? .before)
    }
}

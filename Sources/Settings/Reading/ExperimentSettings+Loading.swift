import CallControl

extension ExperimentSettings {
    /// What an experiment may refer to.
    struct Context {
        var providers: [ProviderSettings]
        var secretaries: [SecretarySettings]
        /// Other sources may have further secretaries.
        var isAlone: Bool
        var secret: String?
        /// Those before it in the file, which take a call first.
        var earlier: [ExperimentSettings] = []
    }

    private var takesEveryCall: Bool { secretaries.isEmpty && endsAt == nil && startsAt == nil && hours == .always }

    init(name: String, _ section: Section, _ context: Context) {
        let parts = section.parts("arms")
        section.checkNames(parts, of: "arms")
        var weights: [Experiment.Arm] = []
        arms = []
        for part in parts {
            weights.append(
                Experiment.Arm(
                    part.name,
                    weight: part.section.integer(
                        "weight", default: 1, in: 0...Experiment.weightLimit, "The arm's share of the calls, in relation to the others'; 0: none.")))
            arms.append(Arm(name: part.name, part.section, context))
        }
        let stickiness = section.choice(
            "sticky", default: Experiment.Stickiness.call, "Who stays in an arm: each call is drawn anew, or a caller keeps his (needs experiment_secret).")
        division = Experiment(name: name, arms: weights, stickiness: stickiness, secret: context.secret ?? "")
        secretaries = Set(
            section.list("secretaries", default: [], "Names or uuids of the secretaries whose calls take part; empty: all.").map { $0.lowercased() })
        hours = ConfiguredHours(section.section("hours"), ("When calls take part", "When they don't"))
        startsAt = Self.moment("starts_at", "When it begins, e.g. `2026-12-01 08:00-03:00`; empty: at once.", section)
        endsAt = Self.moment("ends_at", "When it ends, likewise; empty: when it is taken out of the configuration.", section)
        guardrails = Guardrails(section.section("guardrails"))
        section.finish()
        check(section, context)
    }

    private func check(_ section: Section, _ context: Context) {
        if arms.count < 2 { section.problem("arms", value: "\(arms.count)", expected: "two arms or more; the first is the control") }
        if !arms.isEmpty, division.arms.allSatisfy({ $0.weight == 0 }) { section.problem("arms", value: nil, expected: "an arm with a weight above 0") }
        if let control = division.arms.first, control.weight == 0, division.arms.contains(where: { $0.weight > 0 }) {
            section.problem(
                "arms", value: control.name, expected: "a control with a weight above 0",
                advice: "the first arm is the control: without calls of its own nothing can be held against it, and no guardrail watches", severity: .warning)
        }
        if let other = context.earlier.first(where: \.takesEveryCall) {
            section.problem(
                "secretaries", value: nil, expected: "calls that are left to it",
                advice: "\(other.name) comes first in the file and takes all there are: name its secretaries, or its hours and end", severity: .warning)
        }
        if division.stickiness == .caller, context.secret == nil {
            section.problem(
                "sticky", value: "caller", expected: "a secret, so that no number can be found by trying",
                advice: "name its file in experiment_secret_file, or set VOICE_GATEWAY_EXPERIMENT_SECRET; gateways that share callers share it")
        }
        if let startsAt, let endsAt, endsAt <= startsAt { section.problem("ends_at", value: nil, expected: "a moment after starts_at") }
        guard context.isAlone else { return }
        let known = Set(context.secretaries.flatMap { [$0.uuid.lowercased(), $0.name.lowercased()] })
        for name in secretaries.sorted() where !known.contains(name) {
            section.problem(
                "secretaries", value: name, expected: "one of the secretaries: \(context.secretaries.map(\.name).sorted().joined(separator: ", "))",
                advice: Suggestion.nearest(to: name, among: known.sorted()).map { "did you mean \($0)?" })
        }
    }

    private static func moment(_ key: String, _ help: String, _ section: Section) -> Int64? {
        guard let text = section.text(key, help) else { return nil }
        guard text.wholeMatch(of: /.*(Z|[+-][0-9]{2}:?[0-9]{2})/) != nil, let moment = HoursMoment.read(text, in: .utc) else {
            section.problem(key, value: text, expected: "a moment with its offset, like 2026-12-01 08:00-03:00")
            return nil
        }
        return moment
    }
}

extension ExperimentSettings.Arm {
    init(name: String, _ section: Section, _ context: ExperimentSettings.Context) {
        self.name = name
        provider = section.text("provider", "Which provider speaks; by default the secretary's.")
        model = section.text("model", "Model in place of the provider's.")
        voice = section.text("voice", "Voice in place of the secretary's and the provider's.")
        audioFormat = section.choice(
            "audio_format", of: ProviderAudioSettings.Format.allCases.map(\.rawValue), default: nil,
            "What crosses the provider's socket, in place of its audio.format."
        ).flatMap(ProviderAudioSettings.Format.init)
        personalityPrompt = section.text("personality_prompt", "Instructions in place of the secretary's.")
        let turns = section.section("turn_detection")
        let detection = AgentSetup.TurnDetection(turns)
        turnDetection = section.peek("turn_detection") == nil ? nil : detection
        section.finish()
        check(section, context)
        guard let provider, !context.providers.contains(where: { $0.name == provider }) else { return }
        let names = context.providers.map(\.name)
        section.problem(
            "provider", value: provider, expected: "one of the providers: \(names.joined(separator: ", "))",
            advice: Suggestion.nearest(to: provider, among: names).map { "did you mean \($0)?" })
    }
}

extension ExperimentSettings.Arm {
    /// What the arm changes must be fit for its provider, or every one of its calls fails.
    private func check(_ section: Section, _ context: ExperimentSettings.Context) {
        // Without a provider of its own it meets those of all secretaries that take part.
        for named in context.providers where provider == nil || named.name == provider {
            if audioFormat != nil { applied(to: named).checkAudioFormat(section, key: "audio_format") }
            guard named.kind == .elevenLabs else { continue }
            for key in ["model", "turn_detection"] where section.peek(key) != nil {
                section.warnIfSet(key, "the agent at ElevenLabs has its own (provider \(named.name))")
            }
        }
    }
}

extension Guardrails {
    init(_ section: Section) {
        self.init()
        minimumCalls = section.integer("minimum_calls", default: 50, in: 10...100_000, "Calls that an arm and the control must have had before it is judged.")
        failureIncrease = section.number(
            "failure_increase", default: 0.05, in: 0...1, "By how much more of its calls may fail than of the control's, as a share, beyond chance.")
        handoffIncrease = section.number("handoff_increase", in: 0...1, "By how much more of its calls may go to people, likewise; empty: not watched.")
        latencyIncrease = section.milliseconds(
            "p95_increase_ms", default: nil, in: 1...60_000, "By how much the 95th percentile of its answers may be later; empty: not watched.")
        section.finish()
    }
}

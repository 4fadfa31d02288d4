import CallControl

extension SecretarySettings {
    /// What a secretary may refer to.
    struct Context {
        var providers: [ProviderSettings]
        var tools: [String]
        var omniplay: OmniPlaySettings
    }

    private static let defaultPrompt = "Você é uma secretária virtual. Fale português do Brasil, com frases curtas."
    private static let defaultGreeting = "Olá! Aqui é a secretária virtual da Clínica Boa Vista. Como posso ajudar?"

    /// - Parameter key: its name in the file; its uuid too, unless it gives one.
    init(key: String, _ section: Section, _ context: Context) {
        uuid = section.text("uuid", "What stream paths call the secretary, `/stream/{uuid}/{call_uuid}`; by default its name here.") ?? key
        domain = section.text("domain", "The secretary's domain in FusionPBX, for the log.")
        name = section.text("name", "How logs call the secretary; by default its name here.") ?? key
        companyName = section.text("company_name", "Whom it answers for.")
        extensionNumber = section.text("extension", "Its own telephone extension.", standing: .reserved)
        personalityPrompt = Self.prompt(section)
        greeting = section.message("greeting_message", default: Self.defaultGreeting, "Spoken first; empty: the caller speaks first.")
        farewell = section.message("farewell_message", default: "Obrigada por ligar. Tenha um ótimo dia!", "Spoken before the gateway itself ends a call.")
        fallbackMessage = section.message("fallback_message", "Spoken when nobody can answer.")
        transferMessage = section.message("transfer_message", "Spoken before a transfer.")
        outsideHoursMessage = section.message("outside_hours_message", "Spoken when people are asked for outside business hours.")
        provider = Self.provider(section, context.providers)
        voice = section.text("voice", "Voice in place of the provider's.")
        let chosen = context.providers.first { [provider] in $0.name == provider }
        language = section.language("language", default: nil, "Language tag; by default the provider's, else pt-BR.") ?? chosen?.language ?? "pt-BR"
        idleTimeout = section.seconds("idle_timeout_seconds", default: 30, in: 5...3_600, "Silence of both sides after which the call is ended.")
        maxDuration = section.seconds("max_duration_seconds", default: 600, in: 10...86_400, "Longest call.")
        maxTurns = section.integer("max_turns", default: 20, in: 1...1_000, "Agent answers before the call is handed to people.")
        tools = section.list("tools", default: ["end_call"], "Functions the agent may call.")
        for tool in tools where !context.tools.contains(tool) {
            section.problem(
                "tools", value: tool, expected: "one of the tools: \(context.tools.joined(separator: ", "))",
                advice: Suggestion.nearest(to: tool, among: context.tools).map { "did you mean \($0)?" })
        }
        vocabulary = section.list("vocabulary", default: [], "Words the recogniser should expect.")
        farewellKeywords = section.list("farewell_keywords", default: [], "Words of the caller's that end the call.", standing: .reserved)
        turnDetection = Self.turnDetection(section)
        handoff = HandoffSettings(section.section("handoff"))
        section.finish()
        checkCompany(section, context.omniplay)
        if let limit = chosen?.maxSession, maxDuration > limit {
            section.problem(
                "max_duration_seconds", value: "\(maxDuration.components.seconds)", expected: "at most \(limit.components.seconds)",
                advice: "the provider \(provider) ends its sessions then, and the call with them", severity: .warning)
        }
    }

    private static func prompt(_ section: Section) -> String {
        guard let file = section.text("personality_prompt_file", "File of the instructions, in place of personality_prompt.") else {
            return section.text("personality_prompt", default: defaultPrompt, "Instructions to the agent.")
        }
        let named = Section.Given(
            text: file, origin: section.override("personality_prompt_file")?.origin ?? section.origin(of: section.peek("personality_prompt_file")))
        if section.text("personality_prompt", "Instructions to the agent.") != nil {
            section.reject(named, "personality_prompt_file", expected: "either personality_prompt or personality_prompt_file", advice: "remove one")
        }
        guard let content = section.contents(of: named, "personality_prompt_file").map(Section.trimmed) else { return defaultPrompt }
        if content.isEmpty { section.reject(named, "personality_prompt_file", expected: "a file that holds the instructions; this one is empty") }
        return content
    }

    private static func provider(_ section: Section, _ providers: [ProviderSettings]) -> String {
        let names = providers.map(\.name)
        let chosen = section.text("provider", "Which provider speaks for it; by default the first.") ?? names.first ?? ""
        if !names.contains(chosen) {
            section.problem(
                "provider", value: chosen, expected: "one of the providers: \(names.joined(separator: ", "))",
                advice: Suggestion.nearest(to: chosen, among: names).map { "did you mean \($0)?" } ?? "add it under providers")
        }
        return chosen
    }

    /// The columns vad_type, vad_threshold and vad_eagerness of FusionPBX.
    private static func turnDetection(_ section: Section) -> AgentSetup.TurnDetection? {
        let vad = section.section("vad")
        let type = vad.choice(
            "type", of: ["server_vad", "semantic_vad"], default: nil, "How the end of the caller's turn is found, in place of the provider's.")
        let threshold = vad.number("threshold", in: 0...1, "server_vad: loudness that counts as speech.")
        let eagerness = vad.choice(
            "eagerness", of: ["low", "medium", "high", "auto"], default: nil, "semantic_vad: how soon the agent answers.")
        vad.finish()
        switch type {
        case "semantic_vad": return .semantic(eagerness: eagerness)
        case "server_vad": return .server(threshold: threshold, prefixPadding: nil, silence: nil, idleTimeout: nil)
        default: return nil
        }
    }
}

extension HandoffSettings {
    init(_ section: Section) {
        isEnabled = section.flag("enabled", default: true, "Hand over to people at all.")
        keywords = section.list("keywords", default: ["atendente", "humano", "pessoa", "operador"], "Words that ask for people.")
        timeout = section.seconds("timeout_seconds", default: 30, in: 5...300, "How long a transfer may ring.")
        queueID = section.integer("queue_id", default: nil, in: 0...Int(Int32.max), "OmniPlay queue of the ticket.")
        fallbackTicket = section.flag("fallback_ticket", default: true, "A ticket when nobody can answer.")
        presenceCheck = section.flag("presence_check", default: true, "Ask FreeSWITCH whether the extension is registered.")
        transferExtension = section.text("transfer_extension", "Extension or ring group to transfer to.")
        timeCondition = section.text("time_condition", "FusionPBX time condition (uuid) whose hours count.", standing: .reserved)
        omniplayCompanyID = section.integer("omniplay_company_id", default: nil, in: 1...Int(Int32.max), "OmniPlay tenant.")
        hours = ConfiguredHours(section.section("business_hours"))
        digit = Self.digit(section)
        messages = Self.messages(section.section("messages"))
        let others = section.section("translations")
        for language in HandoffTexts.languages { translations[language] = Self.translation(others.section(language)) }
        others.finish()
        section.finish()
    }

    /// All lines, for calls in another language than the secretary's.
    private static func translation(_ section: Section) -> [HandoffLine: String] {
        var lines: [HandoffLine: String] = [:]
        for line in HandoffLine.allCases {
            lines[line] = section.message(line.rawValue, "The line of this name, for calls in this language where it is not the secretary's own.")
        }
        section.finish()
        return lines
    }

    private static func digit(_ section: Section) -> String? {
        section.choice("digit", of: "0123456789*#".map(String.init), default: nil, "Key on the telephone that asks for people; by default none.")
    }

    /// What `transfer_message`, `fallback_message` and `outside_hours_message` don't cover.
    private static func messages(_ section: Section) -> [HandoffLine: String] {
        let lines: [(HandoffLine, String)] = [
            (.maxTurns, "Spoken when the conversation has become too long, before people are asked."),
            (.unanswered, "Spoken when the transfer came to nothing and a ticket was made."),
            (.technicalProblem, "Spoken when the agent is lost and a ticket was made."),
            (.notNoted, "Spoken when nobody can answer and no ticket could be made."), (.goesOn, "Spoken when nobody can answer and no tickets are wanted."),
            (.number, "Spoken when the ticket is made; {protocol} is its number."), (.noted, "Spoken when the ticket will be made, without a number."),
        ]
        var messages: [HandoffLine: String] = [:]
        for (line, help) in lines { messages[line] = section.message(line.rawValue, "\(help) By default in the secretary's language.") }
        section.finish()
        return messages
    }
}

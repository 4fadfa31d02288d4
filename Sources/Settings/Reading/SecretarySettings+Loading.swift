extension SecretarySettings {
    /// What a secretary may refer to.
    struct Context {
        var providers: [String]
        var tools: [String]
    }

    init(uuid: String, _ section: Section, _ context: Context) {
        self.uuid = uuid
        name = section.text("name", default: uuid, "How logs call the secretary.") ?? uuid
        companyName = section.text("company_name", "Whom it answers for.")
        personalityPrompt = section.text("personality_prompt", default: "Você é uma secretária virtual. Fale português do Brasil, com frases curtas.", "Instructions to the agent.") ?? ""
        greeting = section.text("greeting_message", default: "Olá! Aqui é a secretária virtual da Clínica Boa Vista. Como posso ajudar?", "Spoken first; empty: the caller speaks first.").flatMap { $0.isEmpty ? nil : $0 }
        farewell = section.text("farewell_message", default: "Obrigada por ligar. Tenha um ótimo dia!", "Spoken before the gateway itself ends a call.").flatMap { $0.isEmpty ? nil : $0 }
        language = section.text("language", default: "pt-BR", "Language tag.") ?? "pt-BR"
        let chosen = section.text("provider", default: context.providers.first, "Which provider speaks for it.") ?? ""
        provider = chosen
        if !context.providers.contains(chosen) { section.problem("provider", value: chosen, expected: "one of the providers: \(context.providers.joined(separator: ", "))") }
        voice = section.text("voice", "Voice in place of the provider's.")
        idleTimeout = section.seconds("idle_timeout_seconds", default: 30, in: 5...3_600, "Silence of both sides after which the call is ended.")
        maxDuration = section.seconds("max_duration_seconds", default: 600, in: 10...86_400, "Longest call.")
        maxTurns = section.integer("max_turns", default: 20, in: 1...1_000, "Agent answers before the call is handed to people.") ?? 20
        tools = section.list("tools", default: ["end_call"], "Functions the agent may call.")
        for tool in tools where !context.tools.contains(tool) { section.problem("tools", value: tool, expected: "one of the tools: \(context.tools.joined(separator: ", "))") }
        vocabulary = section.list("vocabulary", default: [], "Words the recogniser should expect.")
        handoff = HandoffSettings(section.section("handoff"))
        section.finish()
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
        omniplayCompanyID = section.integer("omniplay_company_id", default: nil, in: 1...Int(Int32.max), "OmniPlay tenant.")
        section.finish()
    }
}

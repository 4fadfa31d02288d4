import CallControl

/// A secretary made of FusionPBX's rows, and what about them an operator should know.
public struct FusionPBXSecretary: Equatable, Sendable {
    public var settings: SecretarySettings
    /// Sentences for the log.
    public var notes: [String]

    /// One of the configuration file, about which everything was said when it was read.
    public init(_ settings: SecretarySettings) { (self.settings, notes) = (settings, []) }

    public init(_ rows: SecretaryRows, _ context: FusionPBXContext) {
        var values = SecretaryValues(rows.secretary)
        settings = SecretarySettings(rows, &values, context)
        notes = values.notes
    }
}

extension SecretarySettings {
    private static let usualPrompt = "Você é uma secretária virtual. Fale português do Brasil, com frases curtas."

    fileprivate init(_ rows: SecretaryRows, _ values: inout SecretaryValues, _ context: FusionPBXContext) {
        let uuid = values.row["voice_secretary_uuid"]?.lowercased() ?? ""
        self.init(
            uuid: uuid, domain: rows.tenant.domainUUID, name: values.text("secretary_name") ?? uuid, companyName: values.text("company_name"),
            extensionNumber: values.text("extension"), personalityPrompt: values.text("personality_prompt") ?? Self.usualPrompt,
            greeting: values.text("greeting_message"), farewell: values.text("farewell_message"), fallbackMessage: Self.fallbackMessage(&values),
            transferMessage: values.text("transfer_message"), outsideHoursMessage: values.text("outside_hours_message"), language: Self.language(&values),
            provider: Self.provider(rows.provider, &values, context), voice: values.text("tts_voice_id"), turnDetection: Self.turnDetection(&values),
            idleTimeout: .seconds(values.integer("idle_timeout_seconds", in: 5...3_600) ?? 30),
            maxDuration: .seconds(values.integer("max_duration_seconds", in: 10...86_400) ?? 600), maxTurns: values.integer("max_turns", in: 1...1_000) ?? 20,
            tools: context.model?.tools ?? [ToolDesk.endCallName], vocabulary: context.model?.vocabulary ?? [],
            farewellKeywords: values.list("farewell_keywords") { $0.isNewline }, handoff: HandoffSettings(rows, &values, context), tenant: rows.tenant)
    }

    /// The table's own default is for a caller who was not understood, and would be odd to hear when nobody can answer.
    private static func fallbackMessage(_ values: inout SecretaryValues) -> String? {
        values.text("fallback_message").flatMap { text in
            text.hasPrefix("Desculpe, não entendi") || text.hasPrefix("Desculpe, nao entendi") ? nil : text
        }
    }

    private static func language(_ values: inout SecretaryValues) -> String {
        guard let text = values.text("language") else { return "pt-BR" }
        let tag = text.replacing("_", with: "-")
        if tag.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*/) != nil { return tag }
        values.note("language is \(SecretaryValues.shown(text)), which is no language tag; pt-BR counts")
        return "pt-BR"
    }

    private static func provider(_ reference: SecretaryRows.Reference, _ values: inout SecretaryValues, _ context: FusionPBXContext) -> String {
        let problem: String
        switch reference {
        case .none: return context.defaultProvider
        case .missing(let uuid): problem = "there is no provider \(uuid) in its domain"
        case .unreadable(let text): problem = text
        case .row(let row):
            let name = row["provider_name"] ?? ""
            if row.flag(anyOf: FusionPBXTable.enabledSpellings) == false {
                problem = "the provider \(SecretaryValues.shown(name)) is switched off in FusionPBX"
            } else if let type = row["provider_type"], type.lowercased() != "realtime" {
                problem = "the provider \(SecretaryValues.shown(name)) is of the type \(SecretaryValues.shown(type)), not realtime"
            } else if let chosen = ProviderChoice(providers: context.providers).provider(named: name) {
                return chosen
            } else {
                problem = "the configuration has no provider for FusionPBX's \(SecretaryValues.shown(name))"
            }
        }
        values.note("\(problem); \(context.defaultProvider) speaks for it")
        return context.defaultProvider
    }

    private static func turnDetection(_ values: inout SecretaryValues) -> AgentSetup.TurnDetection? {
        let threshold = values.number("vad_threshold", in: 0...1)
        let eagerness = values.text("vad_eagerness")?.lowercased()
        switch values.text("vad_type")?.lowercased() {
        case "server_vad": return .server(threshold: threshold, prefixPadding: nil, silence: nil, idleTimeout: nil)
        case "semantic_vad":
            guard let eagerness, !["low", "medium", "high", "auto"].contains(eagerness) else { return .semantic(eagerness: eagerness) }
            values.note("vad_eagerness is \(SecretaryValues.shown(eagerness)), none of low, medium, high")
            return .semantic(eagerness: nil)
        case nil: return nil
        case "disabled":
            values.note("vad_type is disabled; the provider's own turn detection counts, since callers have no key to press")
            return nil
        case let other?:
            values.note("vad_type is \(SecretaryValues.shown(other)), none of semantic_vad, server_vad, disabled")
            return nil
        }
    }
}

extension HandoffSettings {
    private static let usualKeywords = ["atendente", "humano", "pessoa", "operador"]

    fileprivate init(_ rows: SecretaryRows, _ values: inout SecretaryValues, _ context: FusionPBXContext) {
        let keywords = values.list("handoff_keywords") { $0 == "," || $0.isNewline }
        self.init(
            isEnabled: values.flag("handoff_enabled", default: true), keywords: keywords.isEmpty ? Self.usualKeywords : keywords,
            timeout: .seconds(values.integer("handoff_timeout", in: 5...300) ?? 30), queueID: values.integer("handoff_queue_id", in: 0...Int(Int32.max)),
            fallbackTicket: values.flag("fallback_ticket_enabled", default: true), presenceCheck: values.flag("presence_check_enabled", default: true),
            transferExtension: values.text("transfer_extension"), timeCondition: values.text("time_condition_uuid"),
            omniplayCompanyID: values.integer("omniplay_company_id", in: 1...Int(Int32.max)), hours: context.condition.hours(rows),
            digit: context.model?.handoff.digit, messages: context.model?.handoff.messages ?? [:],
            translations: context.model?.handoff.translations ?? [:])
        if case .unknown(let problem) = hours { values.note("business hours are \(problem)") }
    }
}

import CallControl
import Settings
import WireProtocols

extension GatewaySettings {
    /// Is there anybody to hand over to?
    func handsOver(_ secretary: SecretarySettings) -> Bool { secretary.handoff.isEnabled && omniplay.access.url != nil }
}

/// Makes the handoff's part of a call's plan. Pure.
struct HandoffPlanner {
    let settings: GatewaySettings
    let listener: ListenerSettings

    /// - Returns: `nil` where people are not asked for.
    func plan(for secretary: SecretarySettings, _ request: StreamRequest, language: String) -> HandoffPlan? {
        guard settings.handsOver(secretary) else { return nil }
        let handoff = secretary.handoff
        let server = settings.freeSwitch(of: listener, requested: request.freeSwitch)
        let query = AttendantsQuery(
            companyID: handoff.omniplayCompanyID, queueID: handoff.queueID,
            domain: secretary.tenant?.domainName ?? server?.domain, transferExtension: handoff.transferExtension)
        var plan = HandoffPlan(
            attendants: query, texts: texts(secretary, language), detector: settings.languages.detector(keywords: handoff.keywords, language: language),
            maxTurns: secretary.maxTurns, digit: handoff.digit, ringTime: handoff.timeout,
            checksPresence: handoff.presenceCheck, dialplanContext: server?.dialplanContext ?? secretary.tenant?.domainName ?? "default",
            makesTickets: handoff.fallbackTicket)
        plan.ringsBack = server?.ringsBack ?? true
        return plan
    }

    private func texts(_ secretary: SecretarySettings, _ language: String) -> HandoffTexts {
        var texts = HandoffTexts(language: language)
        // A secretary's own sentences are in its own language; a call in another is not answered in that.
        if Self.tongue(language) == Self.tongue(secretary.language) {
            if let text = secretary.transferMessage { texts[.transfer] = text }
            if let text = secretary.fallbackMessage { texts[.nobody] = text }
            if let text = secretary.outsideHoursMessage { texts[.outsideHours] = text }
            for (line, text) in secretary.handoff.messages { texts[line] = text }
        }
        for (line, text) in secretary.handoff.translations[Self.tongue(language)] ?? [:] { texts[line] = text }
        return texts.filled(["company": secretary.companyName ?? secretary.name, "name": secretary.name])
    }

    private static func tongue(_ tag: String) -> String { tag.prefix { $0 != "-" && $0 != "_" }.lowercased() }
}

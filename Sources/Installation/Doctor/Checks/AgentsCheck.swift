import CallControl
import Gateway
import Settings
import WireProtocols

/// Who would answer if a secretary handed over now?
struct AgentsCheck: DoctorCheck {
    private static let name = "agents"

    func findings(at site: Site) -> [Finding] {
        guard site.settings.omniplay.access.url != nil else { return [] }
        let desk = OmniPlayDesk(site.settings.omniplay)
        defer { desk.stop() }
        return site.handingOver.filter { $0.handoff.omniplayCompanyID != nil }.map { secretary in
            let query = AttendantsQuery(
                companyID: secretary.handoff.omniplayCompanyID, queueID: secretary.handoff.queueID, domain: secretary.tenant?.domainName ?? Self.domain(site),
                transferExtension: secretary.handoff.transferExtension)
            return Self.finding(secretary.subject, OmniPlayCheck.ask(desk, query, site))
        }
    }

    private static func domain(_ site: Site) -> String? {
        site.settings.listeners.lazy.compactMap { site.settings.freeSwitch(of: $0, requested: nil)?.domain }.first
    }

    private static func finding(_ subject: String, _ answer: AgentsOnline) -> Finding {
        switch answer {
        case .available(let online):
            let numbers = online.attendants.compactMap(\.number).prefix(10).joined(separator: ", ")
            let who = "\(online.count ?? online.attendants.count) online now" + (numbers.isEmpty ? "" : ": \(numbers)")
            guard let problem = online.problem else { return Finding(.ok, name, subject, who) }
            return Finding(
                .warning, name, subject, "\(who); OmniPlay's dial string is not used: \(problem)", advice: ["check the attendants' voipExtension in OmniPlay"])
        case .nobody:
            let advice = OmniPlayAdvice.nobodyOnline
            return Finding(.warning, name, subject, "\(advice.problem) A handoff would become a ticket.", advice: advice.steps)
        case .unknown(let failure): return Finding(.failed, name, subject, "not known: \(failure)", advice: ["mend what the omniplay lines say"])
        }
    }
}

import CallControl
import Gateway
import Settings
import WireProtocols

/// Can OmniPlay be reached, and does it take token, headers and each company for what they are?
struct OmniPlayCheck: DoctorCheck {
    private static let name = "omniplay"

    func findings(at site: Site) -> [Finding] {
        let secretaries = site.handingOver
        guard !secretaries.isEmpty else { return [Finding(.ok, Self.name, nil, "not needed: no secretary hands over to people")] }
        guard let url = site.settings.omniplay.access.url else {
            return [
                Finding(
                    .warning, Self.name, nil, "not configured: nobody is transferred and no ticket is made",
                    advice: OmniPlayAdvice(.notConfigured(.address)).steps)
            ]
        }
        let nameless = secretaries.filter { $0.handoff.omniplayCompanyID == nil }.map { secretary in
            Finding(
                .failed, Self.name, secretary.subject, "has no OmniPlay company: no ticket can be made",
                advice: OmniPlayAdvice(.notConfigured(.company)).steps)
        }
        let desk = OmniPlayDesk(site.settings.omniplay)
        defer { desk.stop() }
        let companies = Set(secretaries.compactMap(\.handoff.omniplayCompanyID)).sorted()
        return nameless
            + companies.map { company in
                let subject = "company \(company)"
                // Whom its answer would ring is looked at with each secretary: any domain will do.
                switch Self.ask(desk, AttendantsQuery(companyID: company, domain: "any"), site) {
                case .unknown(let failure):
                    let advice = OmniPlayAdvice(failure)
                    return Finding(.failed, Self.name, subject, advice.problem, advice: advice.steps)
                case .available, .nobody: return Finding(.ok, Self.name, subject, "\(Self.shown(url)) takes token, headers and company")
                }
            }
    }

    static func ask(_ desk: OmniPlayDesk, _ query: AttendantsQuery, _ site: Site) -> AgentsOnline {
        let answer = PatientAnswer<AgentsOnline>()
        desk.attendants(query) { answer.give($0) }
        return answer.wait(site.settings.omniplay.attendantsTimeout + .seconds(1)) ?? .unknown(.timedOut)
    }

    /// Without what an address may hide behind its question mark.
    private static func shown(_ url: String) -> String { String(url.prefix { $0 != "?" }) }
}

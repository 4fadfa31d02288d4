import CallControl

/// What an operator does about a failure: the document's troubleshooting, and what lies around it. For logs, `/healthz` and the console.
public struct OmniPlayAdvice: Equatable, Sendable, CustomStringConvertible {
    /// What happened, in a sentence.
    public var problem: String
    /// What to look at, in order.
    public var steps: [String]

    public var description: String { problem + steps.enumerated().map { " (\($0.offset + 1)) \($0.element)" }.joined() }

    public init(_ failure: DeskFailure) {
        (problem, steps) =
            switch failure {
            case .notConfigured(let missing): Self.missing(missing)
            case .refused(let status, let suspects, let said): Self.refused(status, suspects, said)
            case .timedOut: ("OmniPlay did not answer in time.", ["See whether the OmniPlay back end is overloaded.", Self.reach])
            case .unreachable(let why): ("OmniPlay can't be reached: \(why).", ["See whether the OmniPlay back end runs.", Self.reach])
            case .untrusted(let why):
                (
                    "OmniPlay's certificate is not trusted: \(why).",
                    ["Name its CA in omniplay.extra_ca_file, or mend the certificate: its name, its dates, its chain."]
                )
            case .interrupted(let why):
                ("The connection to OmniPlay broke: \(why).", ["Look into the logs of the OmniPlay back end and of any proxy in between."])
            case .unavailable(let status, let said):
                ("OmniPlay has trouble: it answered \(status)\(Self.quote(said)).", ["Look into the log of the OmniPlay back end."])
            case .wrongAddress(let status, let said): Self.wrongAddress(status, said)
            case .rejected(let status, let said): Self.rejected(status, said)
            case .garbled(let why):
                (
                    "What answered is not OmniPlay's API: \(why).",
                    ["Check that OMNIPLAY_API_URL leads to the back end itself, not to its web page or a login in front of it."]
                )
            }
    }

    /// OmniPlay says that nobody is online, although somebody sits there.
    public static let nobodyOnline = OmniPlayAdvice(
        problem: "OmniPlay counts no attendant as online.",
        steps: [
            "In OmniPlay, each attendant's user needs voipEnabled: true, a voipExtension, and the status online or away.",
            "Their WebRTC client or softphone must be connected.",
            "If the secretary names a ticket queue, the attendants must belong to it.",
        ])

    private init(problem: String, steps: [String]) {
        self.problem = problem
        self.steps = steps
    }

    private static let reach = "Check OMNIPLAY_API_URL (omniplay.url): host, port, and that this machine or container resolves and reaches it."

    private static func quote(_ text: String) -> String { text.isEmpty ? "" : ", “\(text)”" }

    private static func missing(_ missing: DeskFailure.Missing) -> (String, [String]) {
        switch missing {
        case .address: ("The gateway does not know where OmniPlay is.", ["Set OMNIPLAY_API_URL (or omniplay.url), for example http://backend:8080."])
        case .token:
            (
                "The gateway has no service token for OmniPlay.",
                ["Set VOICE_AI_SERVICE_TOKEN (or name a file in omniplay.service_token_file) to the value in the OmniPlay back end's .env."]
            )
        case .company:
            (
                "No ticket can be made: omniplay_company_id is not set on the secretary.",
                [
                    "FusionPBX → Voice Secretary → Edit: fill in “OmniPlay Company ID”.",
                    "If the column does not exist, run the migration 009_add_handoff_fields.sql.",
                ]
            )
        }
    }

    private static func refused(_ status: Int, _ suspects: [DeskFailure.Credential], _ said: String) -> (String, [String]) {
        let steps = suspects.flatMap { suspect in
            switch suspect {
            case .token:
                [
                    "Is VOICE_AI_SERVICE_TOKEN set in the OmniPlay back end's .env, and was the back end restarted since?",
                    "Is it the same token as the gateway's (VOICE_AI_SERVICE_TOKEN or omniplay.service_token_file), without quotes or blanks around it?",
                ]
            case .serviceName: ["Does the header X-Service-Name: \(OmniPlayRequest.serviceName) arrive? The gateway sends it; a proxy in between may drop it."]
            case .company: ["Is X-Company-Id (the secretary's OmniPlay Company ID) an existing company, and does the header arrive?"]
            }
        }
        return ("OmniPlay does not accept the gateway's credentials: it answered \(status)\(quote(said)).", steps)
    }

    private static func wrongAddress(_ status: Int, _ said: String) -> (String, [String]) {
        (
            "OmniPlay does not know the request: it answered \(status)\(quote(said)).",
            [
                "Check OMNIPLAY_API_URL: the base address without /api, of the back end and not of the web page.",
                "Check that this OmniPlay has the endpoints /api/voice/agents/online and /api/tickets/realtime-handoff.",
            ]
        )
    }

    private static func rejected(_ status: Int, _ said: String) -> (String, [String]) {
        let size = status == 413 ? ["Raise the limit of request bodies at the OmniPlay back end or the proxy in front of it."] : []
        return (
            "OmniPlay rejects the ticket itself: it answered \(status)\(quote(said)).",
            size + [
                "Check the secretary's ticket queue and company in OmniPlay.",
                "Compare the ticket with omniplay-ticket.schema.json; send it again once mended.",
            ]
        )
    }
}

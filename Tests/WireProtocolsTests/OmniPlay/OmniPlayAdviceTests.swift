import CallControl
import Testing
import WireProtocols

/// The document's troubleshooting section, said to the operator when it happens.
@Suite struct OmniPlayAdviceTests {
    private func text(_ failure: DeskFailure) -> String { OmniPlayAdvice(failure).description }

    @Test func expiredSessionNamesAllThree() throws {
        guard case .slow(let failure) = OmniPlayAnswer(status: 401, body: #"{"error":"ERR_SESSION_EXPIRED"}"#.bytes).delivery else {
            Issue.record("not refused")
            return
        }
        let advice = OmniPlayAdvice(failure)
        #expect(advice.problem.contains("401") && advice.problem.contains("ERR_SESSION_EXPIRED"))
        #expect(advice.steps.count == 4)
        #expect(advice.steps[0].contains("VOICE_AI_SERVICE_TOKEN") && advice.steps[0].contains(".env"))
        #expect(advice.steps[1].contains("same token"))
        #expect(advice.steps[2].contains("X-Service-Name: voice-ai-realtime"))
        #expect(advice.steps[3].contains("X-Company-Id"))
    }

    @Test func oneSuspectIsOneStep() {
        #expect(OmniPlayAdvice(.refused(status: 403, suspects: [.company], said: "")).steps.count == 1)
        #expect(text(.refused(status: 403, suspects: [.serviceName], said: "")).contains("X-Service-Name"))
    }

    @Test func missingCompanyLeadsToFusionPBX() {
        let text = text(.notConfigured(.company))
        for words in ["omniplay_company_id", "Voice Secretary → Edit", "OmniPlay Company ID", "009_add_handoff_fields.sql"] { #expect(text.contains(words)) }
    }

    @Test func nobodyOnlineLeadsToTheAttendants() {
        let text = OmniPlayAdvice.nobodyOnline.description
        for words in ["voipEnabled: true", "voipExtension", "online or away", "WebRTC"] { #expect(text.contains(words)) }
    }

    @Test(arguments: [
        DeskFailure.notConfigured(.address), .notConfigured(.token), .notConfigured(.company), .refused(status: 401, suspects: [.token], said: "x"), .timedOut,
        .unreachable("x"), .untrusted("x"), .interrupted("x"), .unavailable(status: 500, said: ""), .wrongAddress(status: 404, said: "x"),
        .rejected(status: 413, said: ""), .garbled("x"),
    ]) func everyFailureHasARemedy(_ failure: DeskFailure) {
        let advice = OmniPlayAdvice(failure)
        #expect(advice.problem.hasSuffix("."))
        #expect(!advice.steps.isEmpty)
        #expect(advice.steps.allSatisfy { $0.hasSuffix(".") || $0.hasSuffix("?") })
        #expect(!failure.code.isEmpty && !failure.description.isEmpty)
    }
}

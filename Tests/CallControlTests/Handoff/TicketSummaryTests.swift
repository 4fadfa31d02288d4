import CallControl
import Testing

@Suite struct TicketSummaryTests {
    @Test func documentedSummary() {
        let summary = TicketSummary(reason: .keywordDetected, occasion: .nobodyOnline)
        #expect(summary.text(language: "pt-BR") == "Cliente solicitou atendimento humano. Não havia atendentes disponíveis.")
        #expect(summary.text(language: nil) == summary.text(language: "pt-BR"))
        #expect(summary.text(language: "es-MX") == "El cliente pidió atención humana. No había agentes disponibles.")
        #expect(summary.text(language: "EN_us") == "The caller asked for a person. No attendants were available.")
        #expect(summary.text(language: "de") == summary.text(language: "pt"))
    }

    @Test func lastWordsAreQuoted() {
        let summary = TicketSummary(reason: .userRequest, occasion: .nobodyOnline, utterances: ["um", "dois", " ", "três\n e meio", "Preciso da segunda via."])
        #expect(
            summary.text(language: "pt-BR")
                == "Cliente solicitou atendimento humano. Não havia atendentes disponíveis. Disse por último: “dois” “três e meio” “Preciso da segunda via.”.")
    }

    @Test func nothingIsSaidTwice() {
        #expect(TicketSummary(reason: .outsideHours, occasion: .outsideHours).text(language: "pt") == "Cliente ligou fora do horário de atendimento humano.")
        #expect(
            TicketSummary(reason: .transferFailed, occasion: .transferFailed(cause: "NO_ANSWER")).text(language: "pt")
                == "A transferência para um atendente não foi concluída. A transferência falhou (NO_ANSWER).")
        #expect(
            TicketSummary(reason: .transferFailed, occasion: .transferFailed(cause: "x\n<b>")).text(language: "en")
                == "The transfer to an attendant was not completed. The transfer failed.")
    }

    @Test(arguments: HandoffReason.allCases) func everyReasonHasItsSentenceInEachLanguage(_ reason: HandoffReason) {
        let texts = ["pt", "es", "en"].map { TicketSummary(reason: reason, occasion: nil).text(language: $0) }
        #expect(Set(texts).count == 3)
        #expect(texts.allSatisfy { $0.hasSuffix(".") && $0.count > 20 })
    }

    @Test(arguments: [
        TicketOccasion.nobodyOnline, .outsideHours, .availabilityUnknown, .unanswered, .transferFailed(cause: nil), .switchboardDown, .callEnded,
    ]) func everyOccasionHasItsSentenceInEachLanguage(_ occasion: TicketOccasion) {
        let plain = TicketSummary(reason: .maxTurns, occasion: nil)
        let texts = ["pt", "es", "en"].map { TicketSummary(reason: .maxTurns, occasion: occasion).text(language: $0) }
        #expect(Set(texts).count == 3)
        for (text, language) in zip(texts, ["pt", "es", "en"]) { #expect(text.hasPrefix(plain.text(language: language) + " ")) }
    }

    @Test func lengthIsBounded() {
        let long = Array(repeating: String(repeating: "👩‍🦰ã ", count: 10_000), count: 50)
        let text = TicketSummary(reason: .keywordDetected, occasion: .nobodyOnline, utterances: long).text(language: "pt")
        #expect(text.utf8.count < 1_000)
        #expect(text.contains("…”"))
    }

    @Test func abridgementIsTold() {
        #expect(TicketSummary.abridgement(of: 3, language: "en") == "(Transcript abridged: earlier lines left out: 3.)")
    }
}

/// The sentences a ticket's summary is made of, in one language.
struct SummaryWords {
    private enum Language { case portuguese, spanish, english }
    private let language: Language

    init(language tag: String?) {
        switch tag?.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
        case "es": language = .spanish
        case "en": language = .english
        default: language = .portuguese
        }
    }

    private func choose(_ portuguese: String, _ spanish: String, _ english: String) -> String {
        switch language {
        case .portuguese: portuguese
        case .spanish: spanish
        case .english: english
        }
    }

    func sentence(for reason: HandoffReason) -> String {
        switch reason {
        case .keywordDetected, .userRequest:
            choose("Cliente solicitou atendimento humano.", "El cliente pidió atención humana.", "The caller asked for a person.")
        case .maxTurns:
            choose(
                "A conversa atingiu o limite de turnos do assistente virtual.", "La conversación alcanzó el límite de turnos del asistente virtual.",
                "The conversation reached the virtual assistant's limit of turns.")
        case .outsideHours:
            choose(
                "Cliente ligou fora do horário de atendimento humano.", "El cliente llamó fuera del horario de atención humana.",
                "The caller called outside the hours in which people answer.")
        case .transferFailed:
            choose(
                "A transferência para um atendente não foi concluída.", "La transferencia a un agente no se completó.",
                "The transfer to an attendant was not completed.")
        case .providerFailed:
            choose(
                "O assistente virtual ficou indisponível durante a chamada.", "El asistente virtual dejó de estar disponible durante la llamada.",
                "The virtual assistant became unavailable during the call.")
        }
    }

    func sentence(for occasion: TicketOccasion) -> String {
        switch occasion {
        case .nobodyOnline: choose("Não havia atendentes disponíveis.", "No había agentes disponibles.", "No attendants were available.")
        case .outsideHours: choose("Era fora do horário de atendimento.", "Era fuera del horario de atención.", "It was outside business hours.")
        case .availabilityUnknown:
            choose(
                "Não foi possível verificar se havia atendentes disponíveis.", "No se pudo verificar si había agentes disponibles.",
                "Whether attendants were available could not be determined.")
        case .unanswered:
            choose(
                "Nenhum atendente atendeu a transferência.", "Ningún agente atendió la transferencia.", "No attendant answered the transfer.")
        case .transferFailed(let cause): failedTransfer(cause)
        case .switchboardDown:
            choose(
                "A central telefônica não estava acessível para a transferência.", "La central telefónica no estaba accesible para la transferencia.",
                "The telephone system could not be reached for a transfer.")
        case .callEnded:
            choose("A chamada terminou antes da transferência.", "La llamada terminó antes de la transferencia.", "The call ended before a transfer.")
        }
    }

    private func failedTransfer(_ cause: String?) -> String {
        // FreeSWITCH's causes are words like NO_ANSWER; anything else stays out of an attendant's screen.
        let word = cause.flatMap { cause in
            !cause.isEmpty && cause.utf8.count <= 64 && cause.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
                ? cause : nil
        }
        let suffix = word.map { " (\($0))" } ?? ""
        return choose("A transferência falhou\(suffix).", "La transferencia falló\(suffix).", "The transfer failed\(suffix).")
    }

    var lastWords: String { choose("Disse por último:", "Dijo por último:", "Last words:") }

    func abridged(_ lines: Int) -> String {
        choose(
            "(Transcrição abreviada: falas iniciais omitidas: \(lines).)", "(Transcripción abreviada: intervenciones iniciales omitidas: \(lines).)",
            "(Transcript abridged: earlier lines left out: \(lines).)")
    }
}

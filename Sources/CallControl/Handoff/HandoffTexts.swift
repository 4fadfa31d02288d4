/// The sentences of a secretary for each `HandoffLine`.
///
/// Placeholders: `{protocol}` (the ticket's number), `{company}`, `{name}` (the secretary's).
public struct HandoffTexts: Equatable, Sendable {
    /// Those with built-in lines.
    public static let languages = ["pt", "es", "en"]

    private var texts: [HandoffLine: String]
    /// What the agent asks a caller who has fallen silent, where it must be known whether the agent still works.
    public let stillThere: String

    /// The built-in sentences.
    /// - Parameter language: BCP 47; others than Spanish and English get Portuguese.
    public init(language: String) {
        switch language.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
        case "es": (texts, stillThere) = (Self.spanish, "¿Sigue usted ahí?")
        case "en": (texts, stillThere) = (Self.english, "Are you still there?")
        default: (texts, stillThere) = (Self.portuguese, "Você ainda está aí?")
        }
    }

    public subscript(line: HandoffLine) -> String {
        get { texts[line] ?? "" }
        set { texts[line] = newValue }
    }

    /// Puts values into every sentence; what has no value is left out.
    public func filled(_ values: [String: String]) -> HandoffTexts {
        var filled = self
        for (name, value) in values { filled.texts = filled.texts.mapValues { Self.replace("{\(name)}", by: value, in: $0) } }
        return filled
    }

    /// The sentence with the ticket's number: digit by digit, since voices read long numbers as millions.
    public func number(_ number: String) -> String {
        Self.replace("{protocol}", by: number.map(String.init).joined(separator: " "), in: self[.number])
    }

    private static func replace(_ placeholder: String, by value: String, in text: String) -> String {
        var rest = Substring(text)
        var result = ""
        while let found = rest.firstRange(of: placeholder) {
            result += rest[..<found.lowerBound] + value
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}

extension HandoffTexts {
    private static let portuguese: [HandoffLine: String] = [
        .transfer: "Claro! Vou transferir você agora...",
        .maxTurns: "Percebo que precisamos de mais ajuda. Vou transferir...",
        .nobody: "No momento não temos atendentes disponíveis. Vou anotar sua solicitação e alguém entrará em contato em breve.",
        .outsideHours: "No momento estamos fora do nosso horário de atendimento humano. Posso anotar sua mensagem para retorno assim que voltarmos a atender.",
        .unanswered: "Nossos atendentes estão ocupados neste momento. Vou anotar sua solicitação e alguém entrará em contato em breve.",
        .technicalProblem: "Estamos com um problema técnico. Vou anotar sua solicitação e alguém entrará em contato em breve.",
        .notNoted: "No momento não temos atendentes disponíveis e não consegui anotar sua solicitação. Por favor, ligue novamente mais tarde.",
        .goesOn: "No momento não temos atendentes disponíveis. Posso continuar ajudando você por aqui.",
        .number: "Seu protocolo é {protocol}. Obrigado por ligar!",
        .noted: "Sua solicitação foi anotada e alguém entrará em contato. Obrigado por ligar!",
    ]

    private static let spanish: [HandoffLine: String] = [
        .transfer: "¡Claro! Le transfiero ahora mismo...",
        .maxTurns: "Veo que necesitamos más ayuda. Le transfiero...",
        .nobody: "En este momento no tenemos agentes disponibles. Voy a anotar su solicitud y alguien se pondrá en contacto en breve.",
        .outsideHours:
            "En este momento estamos fuera de nuestro horario de atención humana. Puedo anotar su mensaje para llamarle en cuanto volvamos a atender.",
        .unanswered: "Nuestros agentes están ocupados en este momento. Voy a anotar su solicitud y alguien se pondrá en contacto en breve.",
        .technicalProblem: "Tenemos un problema técnico. Voy a anotar su solicitud y alguien se pondrá en contacto en breve.",
        .notNoted: "En este momento no tenemos agentes disponibles y no pude anotar su solicitud. Por favor, vuelva a llamar más tarde.",
        .goesOn: "En este momento no tenemos agentes disponibles. Puedo seguir ayudándole por aquí.",
        .number: "Su número de protocolo es {protocol}. ¡Gracias por llamar!",
        .noted: "Su solicitud quedó anotada y alguien se pondrá en contacto. ¡Gracias por llamar!",
    ]

    private static let english: [HandoffLine: String] = [
        .transfer: "Of course! I'm transferring you now...",
        .maxTurns: "I see that we need more help. I'm transferring you...",
        .nobody: "No attendant is available at the moment. I'll take a note of your request and someone will contact you soon.",
        .outsideHours: "Our attendants are not working at this hour. I can take a note of your message, and we'll call you back as soon as they are.",
        .unanswered: "Our attendants are busy at the moment. I'll take a note of your request and someone will contact you soon.",
        .technicalProblem: "We have a technical problem. I'll take a note of your request and someone will contact you soon.",
        .notNoted: "No attendant is available at the moment and I could not take a note of your request. Please call again later.",
        .goesOn: "No attendant is available at the moment. I can go on helping you here.",
        .number: "Your protocol number is {protocol}. Thank you for calling!",
        .noted: "Your request was noted and someone will contact you. Thank you for calling!",
    ]
}

/// The ticket's summary: what is known of the handoff, in sentences of the secretary's language. Nothing in it is inferred: reason,
/// occasion, and the caller's own last words.
public struct TicketSummary: Equatable, Sendable {
    public var reason: HandoffReason
    public var occasion: TicketOccasion?
    /// What the caller said, oldest first; the last few are quoted.
    public var utterances: [String]

    public init(reason: HandoffReason, occasion: TicketOccasion?, utterances: [String] = []) {
        self.reason = reason
        self.occasion = occasion
        self.utterances = utterances
    }

    /// Most utterances quoted, and UTF-8 bytes of each: some three lines of what an attendant sees in the queue.
    static let quotes = 3
    static let quoteLimit = 240

    /// - Parameter language: a BCP 47 tag; other languages than Portuguese, Spanish and English get Portuguese.
    /// - Returns: at most about 1,000 bytes.
    public func text(language: String?) -> String {
        let words = SummaryWords(language: language)
        let said = utterances.map(Self.oneLine).filter { !$0.isEmpty }.suffix(Self.quotes).map { "“\(Self.shortened($0))”" }
        var sentences = [words.sentence(for: reason)]
        if let occasion, !repeats(occasion) { sentences.append(words.sentence(for: occasion)) }
        if !said.isEmpty { sentences.append("\(words.lastWords) \(said.joined(separator: " ")).") }
        return sentences.joined(separator: " ")
    }

    /// What is said of a ticket whose transcript was too long to send whole.
    public static func abridgement(of lines: Int, language: String?) -> String { SummaryWords(language: language).abridged(lines) }

    /// Does the reason's sentence say it already?
    private func repeats(_ occasion: TicketOccasion) -> Bool {
        switch (reason, occasion) {
        case (.outsideHours, .outsideHours), (.transferFailed, .transferFailed(cause: nil)): true
        default: false
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }.joined(separator: " ")
    }

    /// The beginning, up to a whole character.
    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > quoteLimit else { return text }
        var kept = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            guard bytes <= quoteLimit else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}

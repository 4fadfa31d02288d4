/// What the detector made of an utterance, and why.
public struct HandoffDecision: Equatable, Sendable {
    /// A keyword that was heard, and the rule that decided what it means.
    public struct Consideration: Equatable, Sendable {
        /// The keyword as it is listed: `atendente`.
        public var keyword: String
        /// As it was heard, in bare letters: `antendentes`.
        public var heard: String
        public var rule: String
        public var asks: Bool
    }

    /// Most considerations kept; the last of a longer list.
    public static let considerationLimit = 16

    public internal(set) var wantsHuman = false
    /// The keyword that decided; without a wish, the last one considered. `nil`: none was heard.
    public internal(set) var keyword: String?
    /// The rule that decided; `no_keyword` if there was nothing to decide.
    public internal(set) var rule = Self.noKeyword
    /// Every keyword heard, in order.
    public internal(set) var considerations: [Consideration] = []
    /// The text ends with a word after which something must come: `com`, `mas`, `não`.
    public internal(set) var endsOpen = false

    /// No keyword was heard.
    public static let noKeyword = "no_keyword"
    /// A keyword was heard, and no rule found a request.
    public static let mention = "mentioned_only"
    /// A phrase that contains a keyword and means something else.
    public static let fixedPhrase = "fixed_phrase"
    /// Handoffs are off: the secretary has no keywords.
    public static let noKeywords = "no_keywords_configured"
}

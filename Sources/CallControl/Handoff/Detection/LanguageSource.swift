/// What a language file says, as plain data: nothing is checked yet, and every list keeps the file's order.
///
/// An entry of a list is a word or a phrase. `pessoa física/jurídica` stands for both phrases, `tente*` for every word that begins so,
/// `*ndo` for every word that ends so. Accents count only in one-letter words and in words listed under `accented`.
public struct LanguageSource: Equatable, Sendable {
    /// Words that may be keywords: those who are asked for.
    public struct Concept: Equatable, Sendable {
        public var name: String
        /// The first of each entry's alternatives is the keyword that decisions name.
        public var words: [String]
        /// Concepts that an operator's keyword of this one includes.
        public var includes: [String]

        public init(name: String, words: [String], includes: [String] = []) {
            (self.name, self.words, self.includes) = (name, words, includes)
        }
    }

    /// Words that the rules treat alike.
    public struct Class: Equatable, Sendable {
        public var name: String
        public var words: [String]

        public init(name: String, words: [String]) { (self.name, self.words) = (name, words) }
    }

    /// A pattern around a keyword, and what it means.
    public struct Rule: Equatable, Sendable {
        public enum Outcome: String, CaseIterable, Equatable, Sendable {
            /// The caller asks for a human, unless a refusal says otherwise.
            case ask
            /// This keyword means nothing.
            case ignore
        }
        public var name: String
        public var outcome: Outcome
        /// Concepts and classes of the keywords it is about; empty: all concepts.
        public var keys: [String]
        /// What precedes the keyword.
        public var before: String
        /// What follows it.
        public var after: String

        public init(name: String, _ outcome: Outcome, keys: [String] = [], before: String = "", after: String = "") {
            (self.name, self.outcome, self.keys, self.before, self.after) = (name, outcome, keys, before, after)
        }
    }

    /// What turns a rule's `ask` into nothing when it precedes what the rule matched: a negation, a story.
    public struct Refusal: Equatable, Sendable {
        public var name: String
        /// Classes of the match's first word that it is about; empty: any.
        public var of: [String]
        public var before: String

        public init(name: String, of: [String] = [], before: String) { (self.name, self.of, self.before) = (name, of, before) }
    }

    /// What takes a request back when it is said afterwards.
    public struct Retraction: Equatable, Sendable {
        public var name: String
        public var pattern: String

        public init(name: String, pattern: String) { (self.name, self.pattern) = (name, pattern) }
    }

    /// `code` as in a language tag: `pt`.
    public var code: String
    public var concepts: [Concept] = []
    public var classes: [Class] = []
    public var fragments: [String: String] = [:]
    public var rules: [Rule] = []
    public var refusals: [Refusal] = []
    public var retractions: [Retraction] = []
    /// A word's ending and what may stand in its place in other forms: `("or", ["ora", "ores", "oras"])`. The longest that fits counts.
    public var inflections: [Inflection] = []
    /// Words that are near a keyword and are none: no slips.
    public var exempt: [String] = []
    /// Words whose accents count.
    public var accented: [String] = []

    public struct Inflection: Equatable, Sendable {
        public var ending: String
        public var others: [String]

        public init(ending: String, others: [String]) { (self.ending, self.others) = (ending, others) }
    }

    public init(code: String) { self.code = code }
}

/// A sentence that the figures allow, or that they forbid.
public struct Conclusion: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
        /// A difference is shown.
        case difference
        /// None is shown; how large one could have hidden is said.
        case undecided
        /// There are too few calls to say anything.
        case tooFew = "too_few"
        /// Something about the run itself needs a look before the rest is believed.
        case warning
        /// How far all of it reaches.
        case scope
    }

    public var kind: Kind
    /// The arm that is compared with the first; `nil` for what concerns the whole run.
    public var arm: String?
    public var text: String

    /// For a terminal: names come from files, and must not command it.
    public var printable: String { text.printable }

    public init(_ kind: Kind, of arm: String? = nil, _ text: String) {
        self.kind = kind
        self.arm = arm
        self.text = text
    }
}

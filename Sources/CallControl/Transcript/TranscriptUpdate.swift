/// Who spoke.
public enum Speaker: String, Equatable, Sendable { case caller, agent }

/// One piece of news about what was said. Pieces arrive in any order; `Transcript` puts them in the order spoken.
public struct TranscriptUpdate: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// The entry exists (its text comes later), after `predecessor`.
        case placed(predecessor: ItemID?)
        /// More text at the end.
        case delta(String)
        /// All text so far, which may rewrite what came before.
        case cumulative(String)
        case final(String)
        /// What was really said or heard, after an interruption.
        case correction(String)
        /// The recogniser gave up on this entry.
        case failed(String)
    }
    public var speaker: Speaker
    public var item: ItemID
    public var response: ResponseID?
    public var kind: Kind

    public init(_ speaker: Speaker, _ item: ItemID, response: ResponseID? = nil, _ kind: Kind) {
        self.speaker = speaker
        self.item = item
        self.response = response
        self.kind = kind
    }
}

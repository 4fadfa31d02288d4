/// Decides when the detector's word counts: on a final text at once, on a partial one only when it has stood unchanged for a while and is no half sentence.
///
/// One call's; fed with the caller's transcript. Fires at most once for each utterance.
public struct KeywordHold: Equatable, Sendable {
    private enum State: Equatable, Sendable {
        /// Nothing that asks. Leaves on: a partial text that asks.
        case listening
        /// A partial text asks. Leaves on: another text, another utterance, the end of the hold.
        case holding(HandoffDecision, until: Instant)
    }

    /// Long enough for a recogniser's next partial text of somebody who goes on speaking.
    public static let defaultHold = Duration.milliseconds(700)

    private let detector: KeywordDetector
    private let hold: Duration
    private var state = State.listening
    /// The utterance whose partial texts are being heard, and the last of them.
    private var item: ItemID?
    private var text = ""
    /// The last utterances that have been decided: their news may come late, and again.
    private var decided: [ItemID] = []
    private static let decidedLimit = 16

    public init(_ detector: KeywordDetector, hold: Duration = Self.defaultHold) { (self.detector, self.hold) = (detector, hold) }

    /// When `wake` is wanted; `nil`: not at all.
    public var deadline: Instant? {
        if case .holding(_, let until) = state { until } else { nil }
    }

    /// All of the utterance so far.
    public mutating func hear(partial text: String, of item: ItemID, at now: Instant) {
        guard !decided.contains(item) else { return }
        if item == self.item, text == self.text { return }
        (self.item, self.text) = (item, text)
        let decision = detector.decide(text)
        state = decision.wantsHuman && !decision.endsOpen ? .holding(decision, until: now + hold) : .listening
    }

    /// The whole utterance.
    /// - Returns: a decision for a human, unless this utterance has been decided already.
    public mutating func hear(final text: String, of item: ItemID) -> HandoffDecision? {
        guard !decided.contains(item) else { return nil }
        decide(item)
        let decision = detector.decide(text)
        return decision.wantsHuman ? decision : nil
    }

    /// - Returns: the decision, once the hold has ended.
    public mutating func wake(at now: Instant) -> HandoffDecision? {
        guard case .holding(let decision, let until) = state, now >= until, let item else { return nil }
        decide(item)
        return decision
    }

    private mutating func decide(_ item: ItemID) {
        if decided.count == Self.decidedLimit { decided.removeFirst() }
        decided.append(item)
        guard item == self.item else { return }
        (self.item, text, state) = (nil, "", .listening)
    }
}

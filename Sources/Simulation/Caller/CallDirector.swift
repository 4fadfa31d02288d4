import CallControl

/// Follows a scenario: decides, frame by frame, what the caller does. Pure: it is told the time and what is heard.
struct CallDirector {
    /// What the caller hears.
    struct Situation {
        /// When the answer to the last turn (at first: the greeting) became audible.
        var answeredAt: Instant?
        var silentFor: Duration
        var isPlaying: Bool
    }

    enum Action {
        case none
        case speaks(CallerUtterance, isInterruption: Bool)
        case presses(String)
        case hangsUp
    }

    /// Silence that ends an answer: longer than the pause between two sentences.
    private static let endOfReply = Duration.milliseconds(700)

    private let scenario: CallScenario
    private let utterances: [CallerUtterance?]
    private var turn = 0
    private var speaking: (utterance: CallerUtterance, position: Int)?
    private var finished: (name: String, offset: Int)?
    /// When the current turn began to wait.
    private var waitingSince: Instant?
    private var hasHungUp = false

    init(scenario: CallScenario, utterances: [CallerUtterance?]) {
        self.scenario = scenario
        self.utterances = utterances
    }

    var isSpeaking: Bool { speaking != nil }

    /// Fills one frame and says what begins with it.
    mutating func next(_ count: Int, into frame: inout [Int16], at now: Instant, _ situation: Situation) -> Action {
        var action = Action.none
        if speaking == nil { action = decide(at: now, situation) }
        fill(count, &frame, at: now)
        return action
    }

    private mutating func decide(at now: Instant, _ situation: Situation) -> Action {
        let since = waitingSince ?? now
        waitingSince = since
        guard turn < scenario.turns.count else { return end(at: now, since, situation) }
        let current = scenario.turns[turn]
        let mayStart =
            switch current.start {
            case .after(let delay): now - since >= delay
            case .reply(let pause): situation.answeredAt != nil && !situation.isPlaying && situation.silentFor >= Self.endOfReply + pause
            case .interrupting(let delay): situation.answeredAt.map { now - $0 >= delay } ?? false
            }
        guard mayStart || now - since >= current.timeout else { return .none }
        defer { turn += 1 }
        waitingSince = nil
        if !current.keys.isEmpty { return .presses(current.keys) }
        guard let utterance = utterances[turn] else { return .none }
        speaking = (utterance, 0)
        if case .interrupting = current.start { return .speaks(utterance, isInterruption: true) }
        return .speaks(utterance, isInterruption: false)
    }

    private mutating func end(at now: Instant, _ since: Instant, _ situation: Situation) -> Action {
        let heardOut = scenario.ending == .hangsUp && situation.answeredAt != nil && !situation.isPlaying && situation.silentFor >= .seconds(3)
        guard !hasHungUp, heardOut || now - since >= scenario.patience else { return .none }
        hasHungUp = true
        return .hangsUp
    }

    private mutating func fill(_ count: Int, _ frame: inout [Int16], at now: Instant) {
        guard let (utterance, position) = speaking else {
            frame.append(contentsOf: repeatElement(0, count: count))
            return
        }
        let end = min(position + count, utterance.samples.count)
        frame.append(contentsOf: utterance.samples[position..<end])
        frame.append(contentsOf: repeatElement(0, count: count - (end - position)))
        if position < utterance.speechEnd, utterance.speechEnd <= end { finished = (utterance.name, utterance.speechEnd - position) }
        if end == utterance.samples.count {
            speaking = nil
            waitingSince = now
        } else {
            speaking = (utterance, end)
        }
    }

    /// If speech ended in the frame just filled: what was said, and where in the frame it ended.
    mutating func takeEndOfSpeech(_ count: Int) -> (name: String, offset: Int)? {
        defer { finished = nil }
        return finished
    }
}

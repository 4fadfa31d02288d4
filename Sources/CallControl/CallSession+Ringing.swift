/// The tone that a caller hears while attendants' telephones ring: in silence he would take himself for forgotten.
extension CallSession {
    /// From one tone's beginning to the next: 1 s of tone, 4 s of silence, as in Brazil's telephone networks.
    private static let ringingPeriod = Duration.seconds(5)
    /// A caller who may be about to go on is not rung over, and neither is the answer to what he said, if it comes within this.
    private static let ringingPause = Duration.seconds(1)
    private static let answerPause = Duration.seconds(5)
    /// An answer without a sign for this long hangs.
    private static let agentPause = Duration.seconds(3)

    /// Asks for the next tone when it is due, unless somebody speaks.
    mutating func ringBack(at now: Instant, _ effects: inout [Effect]) {
        guard plan.handoff?.ringsBack == true, handoff?.isRinging == true else { return nextRing = nil }
        guard now >= nextRing ?? now, announcement == nil, !playout.isPlaying(at: now) else { return }
        guard inProgress == nil || lastAgentSign.map({ now - $0 >= Self.agentPause }) ?? true else { return }
        let pause = awaited.isAwaited ? Self.answerPause : Self.ringingPause
        guard !callerSpeech.isGoingOn(at: now, lastVoice: lastVoice), lastVoice.map({ now - $0 >= pause }) ?? true else { return }
        let tone = ResponseID.recording(recordings)
        recordings += 1
        ringingTone = tone
        nextRing = now + Self.ringingPeriod
        effects.append(.playRinging(tone))
    }
}

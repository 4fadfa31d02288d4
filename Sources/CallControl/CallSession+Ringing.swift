/// The tone that a caller hears while attendants' telephones ring: in silence he would take himself for forgotten.
extension CallSession {
    /// From one tone's beginning to the next: 1 s of tone, 4 s of silence, as in Brazil's telephone networks.
    private static let ringingPeriod = Duration.seconds(5)
    /// A caller who may be about to go on is not rung over.
    private static let ringingPause = Duration.seconds(1)

    /// Asks for the next tone when it is due, unless somebody speaks.
    mutating func ringBack(at now: Instant, _ effects: inout [Effect]) {
        guard plan.handoff?.ringsBack == true, handoff?.isRinging == true else { return nextRing = nil }
        guard now >= nextRing ?? now, announcement == nil, inProgress == nil, !playout.isPlaying(at: now) else { return }
        guard !callerSpeech.isGoingOn(at: now, lastVoice: lastVoice), lastVoice.map({ now - $0 >= Self.ringingPause }) ?? true else { return }
        let tone = ResponseID.recording(recordings)
        recordings += 1
        ringingTone = tone
        nextRing = now + Self.ringingPeriod
        effects.append(.playRinging(tone))
    }
}

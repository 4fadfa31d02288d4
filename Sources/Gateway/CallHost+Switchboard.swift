import CallControl
import Settings
import Telemetry
import Transport

/// The call's line to its FreeSWITCH: transfers, keys, and the files of the build that plays nothing else.
extension CallHost {
    /// Whose news are wanted from the beginning.
    func followChannel() {
        if phrases != nil || session.plan.handoff?.digit != nil { _ = openLine() }
    }

    /// Opened when it is first needed; `nil` where no FreeSWITCH is configured for the stream.
    func openLine() -> SwitchboardLine? {
        if let line { return line }
        guard let server = facts.freeSwitch, let board = context.shared.switchboard else { return nil }
        let (handle, id) = (context.handle, id)
        line = board.line(for: id, on: server) { news in handle.submit { $0.calls[id]?.learn(news) } }
        return line
    }

    private func learn(_ news: SwitchboardNews) {
        switch news {
        case .transferring(let stage): handle(.handoff(.transferring(stage)))
        case .transferEnded(let report): transferEnded(report)
        case .failed(.transfer, let problem):
            transferEnded(TransferReport(.bridgeFailed(problem), isStreamStopped: false))
        case .channel(.digit(let digit)): pressed(digit, .eventSocket)
        case .channel(.stream(.saved(let file, _))):
            // Once he is on his way to an attendant nothing is played into their talk.
            if phrases?.saved(at: context.now) == true, session.handoff?.survivesStream != true { line?.ask(.play(.file(file))) }
        // A transfer under way hears it itself, and what it means.
        case .channel(.hungUp): if session.handoff?.survivesStream != true { handle(.stream(.hangup)) }
        case .failed(.play, _): context.shared.metrics.unplayed.increment()
        case .channel, .presence, .failed: break
        }
    }

    func transferEnded(_ report: TransferReport) {
        context.shared.metrics.transferEnded(report.outcome)
        handle(.handoff(.transferEnded(report)))
    }

    func pressed(_ digit: String, _ source: KeyPresses.Source) {
        if keys.isNew(digit, from: source, at: context.now) { handle(.stream(.dtmf(digit))) }
    }

    // MARK: Phrases

    /// Sends what is due; with each tick, and when audio has come.
    func sendPhrases() {
        while let phrase = phrases?.take(at: context.now, isOver: session.hasHandedOutAll) {
            guard let stream else { return }
            if downlink.sendWhole(phrase.span, through: stream, using: &context.scratch.streamMessage) == .overflow {
                measures.streamOverflows += 1
                return handle(.end(.streamBacklog))
            }
        }
    }
}

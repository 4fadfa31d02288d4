import TestSupport
import Testing

@testable import CallControl

/// Whatever happens in whatever order.
@Suite struct TransferOrderingTests {
    private static let answers: [SwitchAnswer] = [
        .accepted, .failed("x"), .answered(TransferScript.leg(1)), .answered(TransferScript.leg(2)), .hungUp(.userBusy), .presence(.registered),
        .presence(.notRegistered), .unavailable(.timedOut), .unavailable(.down("y")), .unavailable(.overloaded),
    ]
    private static let kinds: [ChannelEvent.Kind] = [
        .answered, .bridged(with: nil), .bridged(with: TransferScript.leg(1)), .hungUp(.normalClearing), .unbridged, .playbackEnded, .digit("1"),
    ]
    private static let channels = [TransferScript.caller, TransferScript.leg(1), TransferScript.leg(2), ChannelID("stranger")]

    /// It ends exactly once, by itself, and leaves no telephone ringing or waiting that is not either talking or abandoned.
    @Test(arguments: 0..<400) func itEndsOnceAndLeavesNobodyWaiting(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var script = TransferScript(TransferTests.order(2, presence: seed.isMultiple(of: 2)))
        var all = script.does(.started)
        var answered: ChannelID?
        for _ in 0..<12 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4:
                let answer = Self.answers[Int.random(in: 0..<Self.answers.count, using: &random)]
                if case .answered(let leg) = answer, case .ringing = script.transfer.state { answered = leg }
                all += script.answers(answer)
            case 5...7:
                let channel = Self.channels[Int.random(in: 0..<Self.channels.count, using: &random)]
                all += script.happens(channel, Self.kinds[Int.random(in: 0..<Self.kinds.count, using: &random)])
            case 8: all += script.sleeps()
            default: if seed.isMultiple(of: 3) { all += script.does(.connectionLost("z")) }
            }
        }
        for _ in 0..<6 { all += script.sleeps() }
        let reports = all.compactMap { if case .finished(let report) = $0 { report } else { nil } }
        #expect(reports.count == 1)
        guard let answered, let outcome = reports.first?.outcome else { return }
        let isAbandoned = all.contains { if case .abandon(answered, _) = $0 { true } else { false } }
        switch outcome {
        case .transferred, .attendantGone, .eventSocketDown: break
        default: #expect(isAbandoned, "\(outcome)")
        }
    }
}

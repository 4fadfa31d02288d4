import CallControl
import Dispatch
import Foundation
import Gateway
import Locking
import Settings
import Simulation

/// Shows both sides' news of a call in the order in which they happen.
final class DemoPrinter: CallObserver {
    private struct State {
        var startedAt: Date?
        var record: CallRecord?
    }

    private let state = Locked(State())
    private let finished = DispatchSemaphore(value: 0)

    func caller(_ event: CallerEvent, _ time: Duration) {
        if event == .connected { state.withLock { $0.startedAt = Date() } }
        if let line = ConversationPrinter.line(event, time) { show(line) }
    }

    func call(_ call: CallID, _ report: CallSession.Report) {
        let since = state.withLock { $0.startedAt }.map { Date().timeIntervalSince($0) } ?? 0
        let time = Duration.milliseconds(Int(since * 1_000))
        switch report {
        case .agentReady(let after): show(ConversationPrinter.entry(time, "gateway", "provider ready after \(ConversationPrinter.milliseconds(after))"))
        case .said(.agent, let text, _): show(ConversationPrinter.entry(time, "AGENT", "“\(text)”"))
        case .said(.caller, let text, _): show(ConversationPrinter.entry(time, "gateway", "transcript of the caller: “\(text)”"))
        case .turn(let turn): show(ConversationPrinter.entry(time, "gateway", Self.line(turn)))
        case .bargeIn(_, let heard):
            show(ConversationPrinter.entry(time, "gateway", "barge-in: the caller had heard \(ConversationPrinter.milliseconds(heard)) of the answer"))
        case .toolCalled(let name, _): show(ConversationPrinter.entry(time, "gateway", "the agent calls \(name)"))
        case .failure(let failure): show(ConversationPrinter.entry(time, "gateway", "provider: \(failure.code): \(failure.message)"))
        case .retrying(let failure): show(ConversationPrinter.entry(time, "gateway", "connecting again: \(failure.code)"))
        case .ending(let reason): show(ConversationPrinter.entry(time, "gateway", "ending: \(reason.rawValue)"))
        case .handoff(let step): show(ConversationPrinter.entry(time, "handoff", step.detail.isEmpty ? step.name : "\(step.name): \(step.detail)"))
        case .handoffEnded(let outcome): show(ConversationPrinter.entry(time, "handoff", "ended: \(outcome.rawValue)"))
        case .greeted, .callerStartedSpeaking, .callerStoppedSpeaking, .responseStarted, .unrecognised, .usage, .pinged, .dtmf, .underflow: break
        }
    }

    func finished(_ record: CallRecord) {
        state.withLock { $0.record = record }
        finished.signal()
    }

    func waitForRecord(timeout: Double) -> CallRecord? {
        _ = finished.wait(timeout: .now() + timeout)
        return state.withLock { $0.record }
    }

    private func show(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static func line(_ turn: TurnLatency) -> String {
        let parts = [
            "endpointing \(ConversationPrinter.milliseconds(turn.endpointing))", "thinking \(ConversationPrinter.milliseconds(turn.thinking))",
            "leading silence \(ConversationPrinter.milliseconds(turn.leadingSilence))", "gateway \(ConversationPrinter.milliseconds(turn.gatewayDown))",
        ]
        return "voice to voice \(ConversationPrinter.milliseconds(turn.voiceToVoice)) = " + parts.joined(separator: " + ")
    }

    /// Each turn as the gateway and as the caller measured it.
    static func table(_ record: CallRecord, _ result: CallerResult) -> String {
        var lines = ["turn  outcome               gateway: voice to voice  endpointing  thinking  silence  added │ caller: received   heard"]
        for (index, turn) in record.latency.enumerated() {
            let ours = result.turns.indices.contains(index) ? result.turns[index] : nil
            func cell(_ value: Double?, _ width: Int) -> String {
                let text = value.map { String(format: "%.0f ms", $0) } ?? "–"
                return String(repeating: " ", count: max(0, width - text.count)) + text
            }
            lines.append(
                String(format: "%4d  ", turn.turn) + turn.outcome.padding(toLength: 22, withPad: " ", startingAt: 0) + cell(turn.voice_to_voice_ms, 23)
                    + cell(turn.endpointing_ms, 13) + cell(turn.thinking_ms, 10) + cell(turn.leading_silence_ms, 9) + cell(turn.gateway_down_ms, 7) + " │"
                    + cell(ours?.voice_to_voice_ms, 17) + cell(ours?.heard_after_ms, 8))
        }
        let average = record.avg_latency_ms.map { "\($0) ms" } ?? "–"
        lines.append(
            "\nturns \(record.turns) · avg_latency_ms \(average) · \(record.duration_seconds) s · ended: \(record.end_reason) · greeting after \(Int(record.latency_summary.greeting_ms ?? 0)) ms"
        )
        return lines.joined(separator: "\n")
    }
}

extension LogSettings {
    /// Warnings only.
    init(quiet: Bool) {
        self.init(level: quiet ? "warning" : "info", format: .text, maskTranscripts: true, maskNumbers: true)
    }
}

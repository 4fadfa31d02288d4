import CallControl
import Foundation
import Simulation

/// Prints a call as it happens: time, who, what.
enum ConversationPrinter {
    static func line(_ event: CallerEvent, _ time: Duration) -> String? {
        switch event {
        case .connected: entry(time, "call", "connected")
        case .speaks(let name, let text): entry(time, "CALLER", text.isEmpty ? "(\(name))" : "“\(text)”")
        case .stopsSpeaking: nil
        case .interrupts: entry(time, "call", "the caller talks over the agent")
        case .hears(let after, let isGreeting):
            entry(
                time, "call",
                isGreeting ? "greeting audible \(milliseconds(after)) after the connect" : "answer audible \(milliseconds(after)) after the caller's last word")
        case .flushed: entry(time, "call", "FreeSWITCH is told to drop what it holds")
        case .hangsUp: entry(time, "call", "the caller hangs up")
        case .closed(let code, let reason): entry(time, "call", "closed: \(code)\(reason.isEmpty ? "" : " \(reason)")")
        }
    }

    static func entry(_ time: Duration, _ who: String, _ what: String) -> String {
        let seconds = time.inMilliseconds / 1_000
        return String(format: "%7.2f s  ", seconds) + who.padding(toLength: 7, withPad: " ", startingAt: 0) + " " + what
    }

    static func milliseconds(_ duration: Duration?) -> String { duration.map { "\(Int($0.inMilliseconds.rounded())) ms" } ?? "–" }
}

import CallControl
import Foundation

/// How `handoff check` shows decisions.
enum HandoffReport {
    static let heading = "handoff  keyword         rule                      text"

    /// `{"text":…,"handoff":…,"keyword":…,"rule":…}`, in this order.
    static func json(_ text: String, _ decision: HandoffDecision) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        func encoded(_ value: some Encodable) -> String { (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null" }
        return "{\"text\":\(encoded(text)),\"handoff\":\(decision.wantsHuman),\"keyword\":\(encoded(decision.keyword)),\"rule\":\(encoded(decision.rule))}"
    }

    static func row(_ text: String, _ decision: HandoffDecision) -> String {
        [padded(decision.wantsHuman ? "yes" : "no", 7), padded(decision.keyword ?? "–", 14), padded(decision.rule, 24), text].joined(separator: "  ")
    }

    private static func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }

    private static func isSame(_ heard: String, _ keyword: String) -> Bool {
        heard == keyword.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    static func explanation(_ text: String, _ decision: HandoffDecision, _ check: HandoffCheck) -> String {
        var lines = ["“\(text)”", "", decision.wantsHuman ? "→ a human is asked for" : "→ no human is asked for"]
        if decision.considerations.isEmpty { lines.append("  no keyword in it") }
        for found in decision.considerations {
            let heard = isSame(found.heard, found.keyword) ? "“\(found.keyword)”" : "“\(found.heard)”, taken for “\(found.keyword)”,"
            lines.append("  \(heard) \(found.asks ? "asks" : "doesn't ask"): \(found.rule)")
        }
        if !decision.wantsHuman, decision.considerations.contains(where: \.asks) { lines.append("  and what follows takes it back: \(decision.rule)") }
        if decision.endsOpen { lines.append("  as a partial transcript it would wait: its last word wants another after it") }
        lines.append("  language \(check.language); keywords \(check.keywords.joined(separator: ", "))")
        return lines.joined(separator: "\n")
    }
}

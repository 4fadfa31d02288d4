import CallControl

/// One call told to a person: who, what was said and when, the way to the handoff, the latency of each turn.
public enum CallReport {
    public static func text(_ record: CallRecord, _ row: CallRow) -> String {
        let parts = [head(record, row), conversation(record), handoff(record, row), latency(record)].filter { !$0.isEmpty }
        return parts.map { $0.map(CallTable.shown).joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private static func head(_ record: CallRecord, _ row: CallRow) -> [String] {
        var lines = [
            "call \(record.call_uuid), \(record.status)\(record.end_reason.isEmpty ? "" : " (\(record.end_reason))")",
            "  caller     \(record.caller_id ?? "unknown")",
            "  secretary  \(record.secretary_uuid)\(record.company_id.map { ", OmniPlay company \($0)" } ?? ""), \(record.language)",
            "  provider   \(record.provider)\(record.model.map { ", \($0)" } ?? "")\(record.conversation_id.map { ", conversation \($0)" } ?? "")",
            "  started    \(CallTable.time(record.started_at)), \(record.duration_seconds) s, \(record.turns) turns",
        ]
        if let detail = record.detail { lines.append("  detail     \(detail)") }
        if let url = row.recordingURL { lines.append("  recording  \(url)") }
        return lines
    }

    private static func conversation(_ record: CallRecord) -> [String] {
        guard !record.transcript.isEmpty else { return ["conversation: nothing was transcribed"] }
        return ["conversation"]
            + record.transcript.map { line in
                "  \(clock(line.timestamp &- record.started_at))  \(line.role == "user" ? "caller" : "agent ")  \(line.text)\(line.interrupted ? " — interrupted" : "")"
            }
    }

    private static func handoff(_ record: CallRecord, _ row: CallRow) -> [String] {
        guard let handoff = record.handoff else { return [] }
        var lines = ["handoff: \(row.handoff ?? handoff.reason)"]
        if let keyword = handoff.keyword { lines.append("  keyword          \(keyword)") }
        if let count = handoff.online_agents { lines.append("  agents online    \(count)") }
        if let number = handoff.protocol_number { lines.append("  protocol number  \(number)") }
        if let summary = row.summary { lines.append("  summary          \(summary)") }
        lines += handoff.trail.map { "  \(clock($0.timestamp &- record.started_at))  \($0.step)\($0.detail.isEmpty ? "" : ": \($0.detail)")" }
        return lines
    }

    private static func latency(_ record: CallRecord) -> [String] {
        guard !record.latency.isEmpty else { return [] }
        let average = record.avg_latency_ms.map { ", \($0) ms on average" } ?? ""
        return ["latency, ms\(average)", "  turn  voice to voice  endpointing  thinking  leading silence  gateway  outcome"]
            + record.latency.map { turn in
                "  " + padded("\(turn.turn)", 4) + "  " + number(turn.voice_to_voice_ms, 14) + "  " + number(turn.endpointing_ms, 11) + "  "
                    + number(turn.thinking_ms, 8) + "  " + number(turn.leading_silence_ms, 15) + "  " + number(turn.gateway_down_ms, 7) + "  \(turn.outcome)"
            }
    }

    /// `1:05.3` after the call's start.
    private static func clock(_ milliseconds: Int64) -> String {
        let tenths = max(0, milliseconds) / 100
        let seconds = "\(tenths / 10 % 60)"
        return "\(padded("\(tenths / 600)", 3)):\(seconds.count < 2 ? "0" : "")\(seconds).\(tenths % 10)"
    }

    private static func number(_ value: Double?, _ width: Int) -> String { padded(value.map { abs($0) < 1e9 ? "\(Int($0.rounded()))" : "?" } ?? "–", width) }

    private static func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
}

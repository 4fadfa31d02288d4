import CallControl
import Foundation

/// Records as the gateway writes them.
enum CallRecords {
    static let start: Int64 = 1_768_487_400_000

    static func make(_ id: String, after seconds: Int64 = 0, _ change: (inout CallRecord) -> Void = { _ in }) throws -> CallRecord {
        let json = """
            {"call_uuid":"\(id)","caller_id":"+5511999998888","secretary_uuid":"clinic","provider":"openai","model":"m","language":"pt-BR",
            "status":"completed","end_reason":"caller_hung_up","started_at":\(start + seconds * 1_000),"duration_seconds":65,"turns":2,"avg_latency_ms":612,
            "latency_summary":{"outcomes":{"answered":2}},
            "latency":[{"turn":1,"outcome":"answered","timestamp":\(start + 9_000),"voice_to_voice_ms":611.6,"endpointing_ms":300,"thinking_ms":300.2,
            "leading_silence_ms":0,"gateway_down_ms":0.4},{"turn":2,"outcome":"interrupted","timestamp":\(start + 30_000)}],
            "transcript":[{"role":"user","text":"Quero falar com um atendente","timestamp":\(start + 8_300),"interrupted":false},
            {"role":"assistant","text":"Claro!","timestamp":\(start + 9_600),"interrupted":true}],
            "formats":{},"counters":{},"usage":{},"metadata":{}}
            """
        var record = try JSONDecoder().decode(CallRecord.self, from: Data(json.utf8))
        change(&record)
        return record
    }

    static func handedOver(_ id: String, after seconds: Int64 = 0, outcome: String, ticket: Int? = nil) throws -> CallRecord {
        try make(id, after: seconds) { record in
            record.status = outcome == "transferred" ? "transferred" : "ticket_created"
            record.handoff_reason = "keyword_detected"
            record.ticket_id = ticket
            record.summary = "O cliente pediu um atendente."
            let trail = #"{"timestamp":\#(start + 10_000),"step":"ticket","detail":"nobody_online"}"#
            record.handoff = try? JSONDecoder().decode(
                CallRecord.Handoff.self,
                from: Data(#"{"reason":"keyword_detected","keyword":"atendente","outcome":"\#(outcome)","online_agents":0,"trail":[\#(trail)]}"#.utf8))
        }
    }

    static func save(_ records: [CallRecord], in folder: TemporaryFolder) throws {
        for record in records { try folder.write("\(record.call_uuid).json", String(decoding: try JSONEncoder().encode(record), as: UTF8.self)) }
    }
}

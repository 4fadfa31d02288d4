import CallControl
import Foundation
import WireProtocols

/// Calls for people and for other programs.
public enum CallTable {
    // MARK: A table for the terminal

    public static func text(_ calls: [CallRow]) -> String {
        let heading = ["started", "call_uuid", "secretary", "provider", "turns", "latency", "duration", "status", "handoff"]
        let rows = [heading] + calls.map(cells)
        let widths = heading.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
            return String(padded.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    private static func cells(_ call: CallRow) -> [String] {
        [
            time(call.startedAt), call.callID, call.secretary, call.provider, "\(call.turns)", call.averageLatency.map { "\($0) ms" } ?? "–",
            "\(call.durationSeconds) s", call.status, call.handoff ?? "–",
        ].map(shown)
    }

    /// What came from outside must not steer the terminal.
    static func shown(_ text: String) -> String { UTF8Text.printable(text, bytes: 4_096) }

    static func time(_ milliseconds: Int64) -> String { Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601) }

    // MARK: CSV

    /// RFC 4180: lines end in CR LF, texts are quoted.
    public static var csvHeading: String { CallColumn.all.map(\.name).joined(separator: ",") + "\r\n" }

    public static func csv(_ call: CallRow) -> String {
        CallColumn.all.map { column in
            switch column.value(call) {
            case .text(let text): CSVField.quoted(text ?? "")
            case .number(let number): number.map(String.init) ?? ""
            case .time(let moment): moment.map(time) ?? ""
            }
        }.joined(separator: ",") + "\r\n"
    }

    // MARK: JSON lines

    /// One object, in the order of the columns.
    public static func json(_ call: CallRow) -> String {
        let members = CallColumn.all.map { column -> JSONValue.Member in
            switch column.value(call) {
            case .text(let text): JSONValue.Member(column.name, text.map(JSONValue.string) ?? .null)
            case .number(let number): JSONValue.Member(column.name, number.map(JSONValue.integer) ?? .null)
            case .time(let moment): JSONValue.Member(column.name, moment.map { JSONValue.integer(Int($0)) } ?? .null)
            }
        }
        return String(decoding: JSONValue.object(members).bytes, as: UTF8.self)
    }

    /// The whole record on one line, with what the outbox has learnt of its ticket since.
    public static func recordLine(_ record: CallRecord, _ call: CallRow) throws -> String {
        var record = record
        record.ticket_id = call.ticketID
        record.contact_id = call.contactID
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(record), as: UTF8.self)
    }
}

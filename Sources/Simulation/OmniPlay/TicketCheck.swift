import CallControl
import WireProtocols

/// What the back end checks of a ticket's body: the call's uuid must be there, and every documented field must be of its kind.
enum TicketCheck {
    private enum Kind { case text, number, flag, transcript }
    private static let fields: [(name: String, kind: Kind)] = [
        ("call_uuid", .text), ("caller_id", .text), ("transcript", .transcript), ("summary", .text), ("provider", .text), ("language", .text),
        ("duration_seconds", .number), ("turns", .number), ("avg_latency_ms", .number), ("handoff_reason", .text), ("queue_id", .number),
        ("secretary_uuid", .text), ("attach_recording", .flag), ("conversation_id", .text), ("recording_url", .text),
    ]

    /// - Returns: the field that is wrong.
    static func problem(in body: JSONValue) -> String? {
        guard body.isObject else { return "body" }
        guard let call = body["call_uuid"]?.stringValue, !call.isEmpty, call.utf8.count <= 255 else { return "call_uuid" }
        return fields.first { name, kind in body[name].map { !$0.isNull && !isSound($0, kind) } ?? false }?.name
    }

    private static func isSound(_ value: JSONValue, _ kind: Kind) -> Bool {
        switch kind {
        case .text: value.stringValue != nil
        case .number: value.intValue != nil
        case .flag: value.boolValue != nil
        case .transcript: value.arrayValue?.allSatisfy(isLine) ?? false
        }
    }

    private static func isLine(_ value: JSONValue) -> Bool {
        ["user", "assistant"].contains(value["role"]?.stringValue) && value["text"]?.stringValue != nil && (value["timestamp"]?.intValue ?? -1) >= 0
    }
}

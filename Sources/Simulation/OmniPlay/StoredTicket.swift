import CallControl
import WireProtocols

/// A ticket that the stand-in took.
public struct StoredTicket: Equatable, Sendable {
    public var callUUID: String
    public var companyID: Int
    public var idempotencyKey: String?
    /// Unix milliseconds.
    public var receivedAt: Int64
    /// As it came.
    public var body: JSONValue
    /// What was answered.
    public var answer: JSONValue
    /// How many more times it came.
    public var repetitions = 0

    public var ticketID: Int { answer["ticket_id"]?.intValue ?? 0 }

    var json: JSONValue {
        .object([
            .init("call_uuid", .string(callUUID)), .init("company_id", .integer(companyID)),
            .init("idempotency_key", idempotencyKey.map(JSONValue.string) ?? .null), .init("received_at", .integer(Int(receivedAt))),
            .init("repetitions", .integer(repetitions)), .init("answer", answer), .init("body", body),
        ])
    }

    init(callUUID: String, companyID: Int, idempotencyKey: String?, receivedAt: Int64, body: JSONValue, answer: JSONValue) {
        self.callUUID = callUUID
        self.companyID = companyID
        self.idempotencyKey = idempotencyKey
        self.receivedAt = receivedAt
        self.body = body
        self.answer = answer
    }

    /// - Returns: `nil` for what is no line of the journal: one that a killed process left unfinished, say.
    init?(line: String) {
        guard let json = try? JSONValue(text: line), let call = json["call_uuid"]?.stringValue, let company = json["company_id"]?.intValue,
            let body = json["body"], let answer = json["answer"], answer["ticket_id"]?.intValue != nil
        else { return nil }
        self.init(
            callUUID: call, companyID: company, idempotencyKey: json["idempotency_key"]?.stringValue, receivedAt: Int64(json["received_at"]?.intValue ?? 0),
            body: body, answer: answer)
    }
}

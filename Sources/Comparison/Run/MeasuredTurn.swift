/// One turn as it was measured: the caller spoke, and this became of it.
public struct MeasuredTurn: Codable, Equatable, Sendable {
    /// From 1, within the call.
    public var number: Int
    /// The end of the caller's speech, in seconds since the run began.
    public var offset: Double
    public var outcome: TurnOutcome
    /// Milliseconds; what could not be measured is absent.
    public var spans: [SpanName: Double]

    public init(number: Int, offset: Double, outcome: TurnOutcome, spans: [SpanName: Double] = [:]) {
        self.number = number
        self.offset = offset
        self.outcome = outcome
        self.spans = spans
    }

    enum CodingKeys: String, CodingKey {
        case number, outcome
        case offset = "offset_s"
        case spans = "spans_ms"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        number = try container.decodeCount(forKey: .number)
        offset = try container.decodeFinite(forKey: .offset)
        outcome = try container.decode(TurnOutcome.self, forKey: .outcome)
        spans = try container.decode([SpanName: Double].self, forKey: .spans)
        for (name, value) in spans where !value.isMeasurement {
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath + [CodingKeys.spans, name.codingKey], debugDescription: "\(value) is no measurement"))
        }
    }
}

import CallControl

/// A call as a trace: one span of the call, within it one for the connect, each turn with its parts, and the handoff. What was said and
/// who called are left out: traces go where recordings don't.
public struct CallTrace: Equatable, Sendable {
    public struct Span: Equatable, Sendable {
        public var name: String
        /// 8 bytes.
        public var id: UInt64
        public var parent: UInt64?
        /// Unix nanoseconds.
        public var start: Int64
        public var end: Int64
        public var attributes: [(name: String, value: JSONValue)]
        /// Moments within the span.
        public var events: [(name: String, at: Int64)] = []
        /// Why it failed, if it did.
        public var failure: String?

        public static func == (left: Span, right: Span) -> Bool {
            left.name == right.name && left.id == right.id && left.parent == right.parent && left.start == right.start && left.end == right.end
        }
    }

    /// 16 bytes: the call's uuid where it is one, so that whoever has the call has its trace.
    public var id: (high: UInt64, low: UInt64)
    public var spans: [Span]

    public static func == (left: CallTrace, right: CallTrace) -> Bool { left.id == right.id && left.spans == right.spans }

    public init(_ record: CallRecord) {
        id = Self.id(of: record.call_uuid)
        let start = record.started_at * 1_000_000
        let end = max(start, (record.ended_at ?? record.started_at + Int64(record.duration_seconds) * 1_000) * 1_000_000)
        var builder = Builder(seed: id.high ^ id.low ^ UInt64(bitPattern: start))
        let root = builder.add("call", nil, start, end, Self.attributes(record))
        if !["completed", "transferred", "ticket_created"].contains(record.status) { builder.spans[0].failure = record.end_reason }
        if let ready = record.latency_summary.ready_ms { builder.add("connect", root, start, start + Self.nanoseconds(ready)) }
        if let greeting = record.latency_summary.greeting_ms { builder.add("greeting", root, start, start + Self.nanoseconds(greeting)) }
        for turn in record.latency { builder.add(turn, root) }
        if let handoff = record.handoff { builder.add(handoff, root, end) }
        spans = builder.spans
    }

    private struct Builder {
        var spans: [Span] = []
        private var generator: SeededGenerator

        init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

        @discardableResult
        mutating func add(_ name: String, _ parent: UInt64?, _ start: Int64, _ end: Int64, _ attributes: [(String, JSONValue)] = []) -> UInt64 {
            // Zero means no span.
            let id = max(1, generator.next())
            spans.append(Span(name: name, id: id, parent: parent, start: start, end: max(start, end), attributes: attributes.map { ($0.0, $0.1) }))
            return id
        }

        /// From the end of the caller's words to the first that he hears; its parts follow one another.
        mutating func add(_ turn: CallRecord.Turn, _ root: UInt64) {
            let start = turn.timestamp * 1_000_000
            let parts = [
                ("endpointing", turn.endpointing_ms), ("thinking", turn.thinking_ms), ("leading_silence", turn.leading_silence_ms),
                ("gateway_down", turn.gateway_down_ms),
            ]
            let whole = turn.voice_to_voice_ms ?? parts.reduce(0) { $0 + ($1.1 ?? 0) }
            let id = add(
                "turn", root, start, start + CallTrace.nanoseconds(whole), [("turn.number", .integer(turn.turn)), ("turn.outcome", .string(turn.outcome))])
            if turn.outcome == "failed" || turn.outcome == "unanswered" { spans[spans.count - 1].failure = turn.outcome }
            var next = start
            for (name, length) in parts {
                guard let length else { continue }
                add(name, id, next, next + CallTrace.nanoseconds(length))
                next += CallTrace.nanoseconds(length)
            }
        }

        mutating func add(_ handoff: CallRecord.Handoff, _ root: UInt64, _ end: Int64) {
            guard let first = handoff.trail.first, let last = handoff.trail.last else { return }
            add(
                "handoff", root, first.timestamp * 1_000_000, last.timestamp * 1_000_000,
                [("handoff.reason", .string(handoff.reason)), ("handoff.outcome", .string(handoff.outcome ?? "none"))])
            // The details hold what was said and who was called.
            spans[spans.count - 1].events = handoff.trail.map { ($0.step, $0.timestamp * 1_000_000) }
        }
    }

    private static func nanoseconds(_ milliseconds: Double) -> Int64 { milliseconds.isFinite ? Int64(max(0, milliseconds) * 1_000_000) : 0 }

    private static func attributes(_ record: CallRecord) -> [(String, JSONValue)] {
        var attributes: [(String, JSONValue)] = [
            ("call.uuid", .string(record.call_uuid)), ("call.secretary", .string(record.secretary_uuid)), ("call.provider", .string(record.provider)),
            ("call.language", .string(record.language)), ("call.status", .string(record.status)), ("call.end_reason", .string(record.end_reason)),
            ("call.turns", .integer(record.turns)), ("call.interruptions", .integer(record.counters["interruptions"] ?? 0)),
            ("call.underflows", .integer(record.counters["underflows"] ?? 0)),
        ]
        let further: [(String, String?)] = [("call.model", record.model), ("call.experiment", record.experiment), ("call.arm", record.arm)]
        for (name, value) in further { if let value { attributes.append((name, .string(value))) } }
        if let latency = record.avg_latency_ms { attributes.append(("call.avg_latency_ms", .integer(latency))) }
        return attributes
    }

    private static func id(of call: String) -> (high: UInt64, low: UInt64) {
        let digits = call.filter { $0 != "-" }
        if digits.utf8.count == 32, let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16), high | low != 0 {
            return (high, low)
        }
        // FNV-1a, twice: an id like any other, the same for the same call.
        func hash(_ seed: UInt64) -> UInt64 { call.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } }
        return (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4) | 1)
    }

    /// Is the trace among those that are sent? Its id decides, stirred: some bits of uuids are the same in all.
    /// - Parameter share: 0 to 1.
    public func isSampled(share: Double) -> Bool {
        var generator = SeededGenerator(seed: id.high ^ id.low)
        return share >= 1 || Double(generator.next() >> 11) / Double(UInt64(1) << 53) < share
    }
}

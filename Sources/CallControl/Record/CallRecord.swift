/// What remains of a call: the fields of OmniPlay's ticket and of its VoiceConversation, every turn's latency, and what the
/// call counted. Times are Unix milliseconds, spans milliseconds with a fraction; unknown values are null, never invented.
public struct CallRecord: Codable, Equatable, Sendable {
    public struct Line: Codable, Equatable, Sendable {
        /// `user` is the caller, `assistant` the agent, as OmniPlay names them.
        public var role: String
        public var text: String
        public var timestamp: Int64
        /// The caller cut this line short.
        public var interrupted: Bool
    }

    public struct Turn: Codable, Equatable, Sendable {
        public var turn: Int
        public var outcome: String
        /// When the caller had finished.
        public var timestamp: Int64
        @Nullable public var voice_to_voice_ms: Double? = nil
        @Nullable public var endpointing_ms: Double? = nil
        @Nullable public var thinking_ms: Double? = nil
        @Nullable public var leading_silence_ms: Double? = nil
        @Nullable public var gateway_down_ms: Double? = nil
        @Nullable public var provider_audio_end_ms: Double? = nil
    }

    public struct Summary: Codable, Equatable, Sendable {
        @Nullable public var p50_ms: Double? = nil
        @Nullable public var p95_ms: Double? = nil
        @Nullable public var p99_ms: Double? = nil
        @Nullable public var max_ms: Double? = nil
        /// Connect to the greeting's first audible sample.
        @Nullable public var greeting_ms: Double? = nil
        /// Start of the call to the provider being ready.
        @Nullable public var ready_ms: Double? = nil
        /// How many turns ended how; only `answered` enters `avg_latency_ms`.
        public var outcomes: [String: Int]
    }

    public struct Span: Codable, Equatable, Sendable {
        public var count: Int
        public var mean_ms: Double
        public var p50_ms: Double
        public var p99_ms: Double
        public var max_ms: Double

        public init(_ statistics: SpanStatistics) {
            count = statistics.count
            mean_ms = statistics.mean.inMilliseconds
            p50_ms = statistics.percentile(0.5).inMilliseconds
            p99_ms = statistics.percentile(0.99).inMilliseconds
            max_ms = statistics.maximum.inMilliseconds
        }
    }

    /// How the call was handed over to people, or why not.
    public struct Handoff: Codable, Equatable, Sendable {
        public struct Step: Codable, Equatable, Sendable {
            public var timestamp: Int64
            public var step: String
            public var detail: String
        }

        public var reason: String
        @Nullable public var keyword: String? = nil
        @Nullable public var outcome: String? = nil
        @Nullable public var protocol_number: String? = nil
        @Nullable public var online_agents: Int? = nil
        public var trail: [Step]
    }

    public var call_uuid: String
    @Nullable public var caller_id: String? = nil
    public var secretary_uuid: String
    public var provider: String
    @Nullable public var model: String? = nil
    public var language: String
    @Nullable public var conversation_id: String? = nil
    public var status: String
    public var end_reason: String
    @Nullable public var detail: String? = nil
    public var started_at: Int64
    public var duration_seconds: Int
    public var turns: Int
    @Nullable public var avg_latency_ms: Int? = nil
    public var latency_summary: Summary
    public var latency: [Turn]
    @Nullable public var gateway_up: Span? = nil
    @Nullable public var interruption: Span? = nil
    public var transcript: [Line]
    public var formats: [String: String]
    public var counters: [String: Int]
    public var usage: [String: Int?]
    public var metadata: [String: String]
    @Nullable public var handoff: Handoff? = nil
    /// OmniPlay's tenant.
    @Nullable public var company_id: Int? = nil
    /// What OmniPlay calls the kind of provider: `elevenlabs_conversational`, `openai_realtime`, …
    @Nullable public var provider_kind: String? = nil
    /// When the call ended; a call that lives has none.
    @Nullable public var ended_at: Int64? = nil
    @Nullable public var handoff_reason: String? = nil
    /// As the ticket has it.
    @Nullable public var summary: String? = nil
    /// OmniPlay's own numbers, where it had told them before the call ended. The outbox knows those that came later.
    @Nullable public var ticket_id: Int? = nil
    @Nullable public var contact_id: Int? = nil
    @Nullable public var voice_conversation_id: Int? = nil
    /// Where the recording can be fetched.
    @Nullable public var recording_url: String? = nil
    /// What the provider charges for the call by the configured prices; null where prices, or what they are for, are not known.
    @Nullable public var cost: Double? = nil
    @Nullable public var cost_currency: String? = nil
    /// The day of the prices.
    @Nullable public var cost_as_of: String? = nil
    @Nullable public var experiment: String? = nil
    /// Of the experiment.
    @Nullable public var arm: String? = nil
    /// Who was assigned: the call, or a caller who can't be recognised by it.
    @Nullable public var experiment_unit: String? = nil
    /// How calls were divided among the arms at that moment, together 1; an arm that a guardrail had taken out is missing.
    @Nullable public var arm_shares: [String: Double]? = nil
}

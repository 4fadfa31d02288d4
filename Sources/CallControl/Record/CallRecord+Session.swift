extension CallRecord {
    /// What the shell knows and the session does not.
    public struct Context: Sendable {
        public var callID: CallID
        public var callerID: String?
        public var secretary: String
        public var provider: String
        public var model: String?
        public var language: String
        /// Unix milliseconds at `startedAt` of the session: the one bridge from the loop's clock to the wall's.
        public var startedAtUnixMilliseconds: Int64
        public var formats: [String: String] = [:]
        public var counters: [String: Int] = [:]
        public var gatewayUp = SpanStatistics()
        public var interruption = SpanStatistics()
        public var readyAfter: Duration?
        public var companyID: Int?
        public var providerKind: String?
        public var recordingURL: String?
        public var prices: PriceList?
        public var experiment: ExperimentArm?

        public init(
            callID: CallID, callerID: String?, secretary: String, provider: String, model: String?, language: String, startedAtUnixMilliseconds: Int64
        ) {
            self.callID = callID
            self.callerID = callerID
            self.secretary = secretary
            self.provider = provider
            self.model = model
            self.language = language
            self.startedAtUnixMilliseconds = startedAtUnixMilliseconds
        }
    }

    /// - Parameter now: the end of the record; a call that still lives is recorded up to here.
    public init(_ session: CallSession, _ context: Context, at now: Instant) {
        let summary = LatencySummary(session.turns)
        let unix = { (instant: Instant) in
            context.startedAtUnixMilliseconds + (instant - session.startedAt).inNanoseconds / 1_000_000
        }
        call_uuid = context.callID.rawValue
        secretary_uuid = context.secretary
        provider = context.provider
        language = context.language
        status = Self.status(of: session)
        end_reason = session.end?.rawValue ?? ""
        started_at = context.startedAtUnixMilliseconds
        duration_seconds = Int((((session.endedAt ?? now) - session.startedAt).inMilliseconds / 1_000).rounded())
        turns = summary.turns
        latency_summary = Summary(
            p50_ms: summary.p50, p95_ms: summary.p95, p99_ms: summary.p99, max_ms: summary.max, greeting_ms: session.greetingLatency?.inMilliseconds,
            ready_ms: context.readyAfter?.inMilliseconds,
            outcomes: Dictionary(uniqueKeysWithValues: summary.outcomes.map { ($0.key.rawValue, $0.value) }))
        latency = session.turns.enumerated().map { Turn(number: $0.offset + 1, $0.element, timestamp: unix($0.element.endOfSpeech)) }
        transcript = session.transcript.entries.filter { !$0.text.isEmpty }.map {
            Line(role: $0.speaker == .caller ? "user" : "assistant", text: $0.text, timestamp: unix($0.spokenAt), interrupted: $0.isInterrupted)
        }
        formats = context.formats
        counters = context.counters.merging(Self.counters(of: session)) { own, _ in own }
        usage = Self.usage(of: session.tally)
        metadata = session.tally.metadata
        // What may be unknown comes last: it is set through its wrapper, which needs all else to be there.
        caller_id = context.callerID
        model = context.model
        conversation_id = session.agentSession?.conversationID
        detail = session.tally.detail
        avg_latency_ms = summary.averageMilliseconds
        gateway_up = context.gatewayUp.count > 0 ? Span(context.gatewayUp) : nil
        handoff = Handoff(session, unix)
        interruption = context.interruption.count > 0 ? Span(context.interruption) : nil
        company_id = context.companyID
        provider_kind = context.providerKind
        recording_url = context.recordingURL
        takeCost(of: session, context)
        experiment = context.experiment?.experiment
        arm = context.experiment?.arm
        experiment_unit = context.experiment?.unit
        arm_shares = context.experiment?.shares
        ended_at = session.endedAt.map(unix)
        takeHandoff(of: session)
    }

    private mutating func takeCost(of session: CallSession, _ context: Context) {
        guard let prices = context.prices else { return }
        cost_currency = prices.currency
        cost_as_of = prices.asOf
        // A provider that was never there has charged nothing.
        guard let ready = context.readyAfter else {
            cost = 0
            return
        }
        let connected = (session.agentLeftAt ?? session.endedAt ?? session.startedAt + ready) - session.startedAt - ready
        cost = prices.cost(of: session.tally.usageReports > 0 ? session.tally.usage : nil, connected: max(.zero, connected))
    }

    /// What of the handoff is OmniPlay's.
    private mutating func takeHandoff(of session: CallSession) {
        guard let handoff = session.handoff, let trigger = handoff.trigger else { return }
        // As the ticket has it, where there is one.
        handoff_reason = (handoff.occasion.map { trigger.reason(because: $0) } ?? trigger.reason).rawValue
        ticket_id = handoff.receipt?.ticketID
        contact_id = handoff.receipt?.contactID
        voice_conversation_id = handoff.receipt?.voiceConversationID
        guard let occasion = handoff.occasion else { return }
        let said = transcript.filter { $0.role == "user" }.map(\.text)
        summary = TicketSummary(reason: trigger.reason, occasion: occasion, utterances: said).text(language: language)
    }

    /// In OmniPlay's words.
    private static func status(of session: CallSession) -> String {
        guard let end = session.end else { return "pending" }
        switch session.handoff?.outcome {
        case .transferred: return "transferred"
        case .ticketCreated, .queued: return "ticket_created"
        case .failed: return "failed"
        case .declined, nil: return end.isRegular ? "completed" : "failed"
        }
    }

    private static func counters(of session: CallSession) -> [String: Int] {
        let tally = session.tally
        return [
            "frames_played": tally.framesPlayed, "underflows": tally.underflows, "interruptions": tally.interruptions,
            "stale_samples": tally.staleSamples, "dropped_samples": session.droppedSamples, "unrecognised_events": tally.unrecognised,
            "provider_failures": tally.failures, "tool_calls": tally.toolCalls, "transcript_refused": session.transcript.refused,
        ]
    }

    private static func usage(of tally: CallTally) -> [String: Int?] {
        guard tally.usageReports > 0 else { return [:] }
        let usage = tally.usage
        return [
            "input_text_tokens": usage.inputTextTokens, "input_audio_tokens": usage.inputAudioTokens, "cached_tokens": usage.cachedTokens,
            "cached_text_tokens": usage.cachedTextTokens, "cached_audio_tokens": usage.cachedAudioTokens, "output_text_tokens": usage.outputTextTokens,
            "output_audio_tokens": usage.outputAudioTokens,
        ]
    }
}

extension CallRecord.Turn {
    init(number: Int, _ latency: TurnLatency, timestamp: Int64) {
        turn = number
        outcome = latency.outcome.rawValue
        self.timestamp = timestamp
        voice_to_voice_ms = latency.voiceToVoice?.inMilliseconds
        endpointing_ms = latency.endpointing?.inMilliseconds
        thinking_ms = latency.thinking?.inMilliseconds
        leading_silence_ms = latency.leadingSilence?.inMilliseconds
        gateway_down_ms = latency.gatewayDown?.inMilliseconds
        provider_audio_end_ms = latency.providerAudioEnd?.inMilliseconds
    }
}

extension CallRecord.Handoff {
    init?(_ session: CallSession, _ unix: (Instant) -> Int64) {
        guard let handoff = session.handoff, let trigger = handoff.trigger else { return nil }
        reason = trigger.reason.rawValue
        trail = session.handoffTrail.map { Step(timestamp: unix($0.at), step: $0.step.name, detail: $0.step.detail) }
        keyword = trigger.keyword
        outcome = handoff.outcome?.rawValue
        protocol_number = handoff.number
        online_agents = handoff.attendantsOnline
    }
}

import CallControl
import Settings
import Store
import Transport

/// The handoff meets the world. Answers come from other threads and find the call by its id: by then it may be gone.
extension CallHost {
    func perform(_ effect: Handoff.Effect) {
        guard let office = context.shared.office else { return }
        switch effect {
        case .askHours:
            journal()
            // So that a caller who hangs up meanwhile is known to be gone before anybody's telephone rings.
            _ = openLine()
            let decision = facts.secretary.handoff.hours.decision(at: context.wallClockMilliseconds / 1_000, unknown: facts.unknownHours)
            context.reporter.hoursDecided(decision, of: self)
            handle(.handoff(.hours(isOpen: decision.isOpen)))
        case .askDesk(let query):
            let answer = inputFromAfar
            office.askDesk(query) { answer(.attendants($0)) }
        case .transfer(let order):
            context.reporter.handoffDecided(.transfer, of: self)
            transfer(order)
        case .cancelTransfer: line?.ask(.cancelTransfer)
        case .hangUp: openLine()?.ask(.hangUp(.normalClearing))
        case .keepTicket(let trigger, let occasion):
            context.reporter.handoffDecided(.ticket, of: self)
            let answer = inputFromAfar
            office.keep(ticket(trigger, occasion)) { answer(.ticket($0)) }
        case .speak, .endCall, .ended, .step: break  // Performed by the session.
        }
    }

    /// Brings an answer home to the call, from any thread.
    private var inputFromAfar: @Sendable (Handoff.Input) -> Void {
        let (handle, id) = (context.handle, id)
        return { input in handle.submit { $0.calls[id]?.handle(.handoff(input)) } }
    }

    private func transfer(_ order: TransferOrder) {
        var order = order
        order.callerNumber = callerID
        order.callerName = session.tally.metadata["caller_name"]
        guard let line = openLine() else {
            return transferEnded(TransferReport(.eventSocketDown("no FreeSWITCH is configured for this stream"), isStreamStopped: false))
        }
        line.ask(.transfer(order))
    }

    func playRecording(_ line: HandoffLine, _ response: ResponseID) {
        let samples = context.shared.office?.prompts.samples(line, number: session.handoff?.number, language: facts.language, rate: downlink.plan.rate)
        play(samples, as: response)
    }

    func play(_ samples: [Int16]?, as response: ResponseID) {
        if let samples { session.recordedAudio(samples.span, of: response) }
        handle(.recordingRead(response, samples != nil))
        releasePlayout(on: .arrival)
    }

    private var callerID: String? { facts.callerID ?? session.tally.metadata["caller_id"] }

    private func ticket(_ trigger: HandoffTrigger, _ occasion: TicketOccasion) -> TicketDraft {
        let record = record
        var ticket = draft(trigger.reason(because: occasion))
        ticket.transcript = record.transcript.map { TicketDraft.Line($0.role == "user" ? .caller : .agent, $0.text, spokenAt: $0.timestamp) }
        let said = ticket.transcript.filter { $0.speaker == .caller }.map(\.text)
        ticket.summary = TicketSummary(reason: trigger.reason, occasion: occasion, utterances: said).text(language: facts.language)
        ticket.durationSeconds = record.duration_seconds
        ticket.turns = record.turns
        ticket.averageLatencyMilliseconds = record.avg_latency_ms
        ticket.conversationID = record.conversation_id
        return ticket
    }

    /// What is known of the call from its beginning.
    private func draft(_ reason: HandoffReason) -> TicketDraft {
        var ticket = TicketDraft(call: id, companyID: facts.secretary.handoff.omniplayCompanyID, reason: reason)
        ticket.caller = callerID
        ticket.provider = facts.provider.kind.ticketName
        ticket.language = facts.language
        ticket.queueID = facts.secretary.handoff.queueID
        ticket.secretary = facts.secretary.uuid
        ticket.recordingURL = recording?.url
        ticket.attachesRecording = recording?.url != nil
        ticket.conversationID = session.agentSession?.conversationID
        return ticket
    }

    // MARK: The journal

    /// Notes the call, or what is known of it by now, so that it is not forgotten if this process dies.
    func journal() {
        guard let office = context.shared.office, let handoff = session.handoff else { return }
        let ticket = draft(handoff.trigger?.reason ?? .providerFailed)
        office.journal(.call(JournaledCall(ticket, makesTicket: facts.secretary.handoff.fallbackTicket, startedAt: startedAtUnixMilliseconds)))
    }

    func journal(_ speaker: Speaker, _ text: String, spokenAt: Instant) {
        guard let office = context.shared.office, session.handoff != nil else { return }
        let time = startedAtUnixMilliseconds + Int64((spokenAt - session.startedAt).inMilliseconds)
        office.journal(.line(TicketDraft.Line(speaker, text, spokenAt: time), id))
    }

    func endJournal() {
        guard let office = context.shared.office, session.handoff != nil else { return }
        office.journal(.end(id))
    }
}

extension ProviderKind {
    /// The name OmniPlay's tickets carry.
    var ticketName: String {
        switch self {
        case .openAI: "openai_realtime"
        case .elevenLabs: "elevenlabs_conversational"
        case .elevenLabsRealtime: "elevenlabs_realtime"
        case .xai: "xai_realtime"
        }
    }
}

import CallControl
import Settings
import Transport

/// The handoff meets the world. Answers come from other threads and find the call by its id: by then it may be gone.
extension CallHost {
    func perform(_ effect: Handoff.Effect) {
        guard let office = context.shared.office else { return }
        switch effect {
        case .askHours: handle(.handoff(.hours(isOpen: facts.secretary.handoff.hours?.isOpen(at: context.wallClockMilliseconds) ?? true)))
        case .askDesk(let query):
            let answer = inputFromAfar
            office.askDesk(query) { answer(.attendants($0)) }
        case .transfer(let order):
            context.reporter.handoffDecided(.transfer, of: self)
            transfer(order, office)
        case .cancelTransfer: line?.ask(.cancelTransfer)
        case .hangUp: openLine(office)?.ask(.hangUp(.normalClearing))
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

    private func transfer(_ order: TransferOrder, _ office: HandoffOffice) {
        var order = order
        order.callerNumber = callerID
        order.callerName = session.tally.metadata["caller_name"]
        guard let line = openLine(office) else {
            let report = TransferReport(.eventSocketDown("no FreeSWITCH is configured for this stream"), isStreamStopped: false)
            return handle(.handoff(.transferEnded(report)))
        }
        line.ask(.transfer(order))
    }

    /// The call's line to its FreeSWITCH; opened when it is first needed.
    private func openLine(_ office: HandoffOffice) -> SwitchboardLine? {
        if let line { return line }
        guard let server = facts.freeSwitch else { return nil }
        let tell = inputFromAfar
        line = office.line(for: id, on: server) { news in
            switch news {
            case .transferring(let stage): tell(.transferring(stage))
            case .transferEnded(let report): tell(.transferEnded(report))
            case .failed(.transfer, let problem): tell(.transferEnded(TransferReport(.bridgeFailed(problem), isStreamStopped: false)))
            case .channel, .presence, .failed: break
            }
        }
        return line
    }

    func playRecording(_ line: HandoffLine, _ response: ResponseID) {
        let samples = context.shared.office?.prompts.samples(line, language: facts.language, rate: downlink.plan.rate)
        if let samples { session.recordedAudio(samples.span, of: response) }
        handle(.recordingRead(response, samples != nil))
        releasePlayout(on: .arrival)
    }

    private var callerID: String? { facts.callerID ?? session.tally.metadata["caller_id"] }

    private func ticket(_ trigger: HandoffTrigger, _ occasion: TicketOccasion) -> TicketDraft {
        let record = record
        var ticket = TicketDraft(call: id, companyID: facts.secretary.handoff.omniplayCompanyID, reason: trigger.reason(because: occasion))
        ticket.caller = callerID
        ticket.transcript = record.transcript.map { TicketDraft.Line($0.role == "user" ? .caller : .agent, $0.text, spokenAt: $0.timestamp) }
        let said = ticket.transcript.filter { $0.speaker == .caller }.map(\.text)
        ticket.summary = TicketSummary(reason: trigger.reason, occasion: occasion, utterances: said).text(language: facts.language)
        ticket.provider = facts.provider.kind.ticketName
        ticket.language = facts.language
        ticket.durationSeconds = record.duration_seconds
        ticket.turns = record.turns
        ticket.averageLatencyMilliseconds = record.avg_latency_ms
        ticket.queueID = facts.secretary.handoff.queueID
        ticket.secretary = facts.secretary.uuid
        ticket.conversationID = record.conversation_id
        return ticket
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

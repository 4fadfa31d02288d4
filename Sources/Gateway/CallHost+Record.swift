import Audio
import CallControl
import Settings
import WireProtocols

extension CallHost {
    /// The call so far, or as it ended.
    var record: CallRecord {
        var context = CallRecord.Context(
            callID: id, callerID: facts.callerID ?? session.tally.metadata["caller_id"], secretary: facts.secretary.uuid, provider: facts.provider.name,
            model: facts.setup.model, language: facts.language, startedAtUnixMilliseconds: startedAtUnixMilliseconds)
        context.formats = [
            "leg": uplink.plan.legFormat.description, "to_agent": session.agentSession?.formatToAgent.description ?? "",
            "from_agent": session.agentSession?.formatFromAgent.description ?? "", "profile": downlink.plan.profile.rawValue,
        ]
        context.counters = measures.counters
        context.gatewayUp = measures.gatewayUp
        context.interruption = measures.interruption
        context.readyAfter = measures.readyAfter
        context.companyID = facts.secretary.handoff.omniplayCompanyID
        context.providerKind = facts.provider.kind.ticketName
        context.recordingURL = recording?.url
        context.prices = facts.provider.prices
        context.experiment = facts.experiment
        return CallRecord(session, context, at: self.context.now)
    }
}

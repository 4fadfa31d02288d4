import CallControl
import Logging
import Settings

extension CallReporter {
    /// What was decided, in the words of the log line that operators look for.
    enum HandoffAction: String { case transfer, ticket }

    /// The documented line "Handoff initiated", with exactly its fields.
    func handoffDecided(_ action: HandoffAction, of host: CallHost) {
        guard let handoff = host.session.handoff, let trigger = handoff.trigger else { return }
        log(
            .info, "Handoff initiated", host,
            [
                "domain_uuid": .string(host.facts.secretary.tenant?.domainUUID ?? host.facts.secretary.domain ?? ""),
                "reason": .string(trigger.reason.rawValue),
                "keyword": .string(trigger.keyword ?? ""), "online_agents": .stringConvertible(handoff.attendantsOnline ?? 0),
                "action": .string(action.rawValue),
            ])
    }

    /// Hours that cannot be had are an error, whatever then counts.
    func hoursDecided(_ decision: HoursDecision, of host: CallHost) {
        if let problem = decision.problem { metrics.unknownHours(problem) }
        log(decision.problem == nil ? .info : .error, "Business hours", host, ["decision": .string(decision.description)])
    }

    func handoffEnded(_ outcome: HandoffOutcome, of host: CallHost) {
        guard let handoff = host.session.handoff, let trigger = handoff.trigger else { return }
        metrics.handoff(trigger.reason, outcome, after: handoff.beganAt.flatMap { began in handoff.endedAt.map { $0 - began } })
        log(outcome == .failed ? .warning : .info, "Handoff ended", host, ["reason": .string(trigger.reason.rawValue), "outcome": .string(outcome.rawValue)])
    }
}

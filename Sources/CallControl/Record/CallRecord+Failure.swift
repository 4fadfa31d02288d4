extension CallRecord {
    /// Why the agent failed its caller, in one word; `nil` if it did not. Who came to people because the agent was lost was served, but not by the
    /// agent. What went wrong on FreeSWITCH's side is nothing of the agent's.
    public var agentFailure: String? {
        if let end = CallEnd(rawValue: end_reason), end.isTheProviders { return end_reason }
        if handoff?.reason == HandoffReason.providerFailed.rawValue { return HandoffReason.providerFailed.rawValue }
        let unanswered = TurnLatency.Outcome.unanswered.rawValue
        return !latency.isEmpty && latency.allSatisfy { $0.outcome == unanswered } ? unanswered : nil
    }
}

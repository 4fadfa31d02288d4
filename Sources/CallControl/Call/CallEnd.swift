/// Why a call ended, as logs, metrics and the record name it.
public enum CallEnd: String, CaseIterable, Equatable, Sendable {
    /// The caller (or the dialplan) closed the stream.
    case callerHungUp = "caller_hung_up"
    /// The stream broke without a close.
    case streamLost = "stream_lost"
    /// The agent ended the call, by tool or by closing its side regularly.
    case agentEnded = "agent_ended"
    /// The caller talks with an attendant.
    case transferred
    /// The caller was told that somebody will call: a ticket is made.
    case ticketCreated = "ticket_created"
    case providerUnreachable = "provider_unreachable"
    case providerFailed = "provider_failed"
    /// The provider did not answer in time: not ready, or silent after the caller had spoken.
    case providerSilent = "provider_silent"
    case sessionExpired = "session_expired"
    /// The provider confirmed other formats than were asked for.
    case formatMismatch = "format_mismatch"
    /// Audio frames of the stream contradict its configured format.
    case streamFormat = "stream_format"
    /// A side read so slowly that what waited for it reached its bound.
    case streamBacklog = "stream_backlog"
    case providerBacklog = "provider_backlog"
    case idle
    case maxDuration = "max_duration"
    /// The gateway is shutting down and its deadline came.
    case drained
    /// Somebody ended it at the console.
    case operatorEnded = "operator_ended"

    /// The close code FreeSWITCH is given (1012–1014 confuse its module).
    public var closeCode: Int {
        switch self {
        case .callerHungUp, .agentEnded, .transferred, .ticketCreated, .idle, .maxDuration, .sessionExpired, .operatorEnded: 1_000
        case .drained: 1_001
        case .streamFormat: 1_003
        case .streamLost, .providerUnreachable, .providerFailed, .providerSilent, .formatMismatch, .streamBacklog, .providerBacklog: 1_011
        }
    }

    /// Is the agent what failed? Then people may still help.
    var isTheProviders: Bool {
        switch self {
        case .providerUnreachable, .providerFailed, .providerSilent, .sessionExpired, .formatMismatch, .providerBacklog: true
        case .callerHungUp, .agentEnded, .transferred, .ticketCreated, .idle, .maxDuration, .drained, .operatorEnded, .streamLost, .streamFormat,
            .streamBacklog:
            false
        }
    }

    /// Is it a goodbye that the caller may still turn into something else?
    var isCalm: Bool { self == .idle || self == .maxDuration || self == .agentEnded }

    /// Did the call end as it should?
    public var isRegular: Bool {
        switch self {
        case .callerHungUp, .agentEnded, .transferred, .ticketCreated, .idle, .maxDuration, .drained, .operatorEnded: true
        case .streamLost, .providerUnreachable, .providerFailed, .providerSilent, .sessionExpired, .formatMismatch, .streamFormat,
            .streamBacklog, .providerBacklog:
            false
        }
    }
}

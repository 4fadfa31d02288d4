import CallControl

/// Channels that were to be hung up while FreeSWITCH could not be reached. Bounded in number and in time: their own ring and park times
/// end them as well.
struct Orphans {
    struct Orphan: Equatable {
        var channel: ChannelID
        var cause: HangupCause
        var expires: Instant
    }

    private var waiting: [Orphan] = []
    static let most = 256
    static let patience = Duration.seconds(120)

    mutating func add(_ channel: ChannelID, _ cause: HangupCause, at now: Instant) {
        guard !waiting.contains(where: { $0.channel == channel }) else { return }
        if waiting.count == Self.most { waiting.removeFirst() }
        waiting.append(Orphan(channel: channel, cause: cause, expires: now + Self.patience))
    }

    /// Those that are still worth it; none is kept.
    mutating func take(at now: Instant) -> [Orphan] {
        defer { waiting = [] }
        return waiting.filter { now < $0.expires }
    }
}

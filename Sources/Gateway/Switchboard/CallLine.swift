import CallControl
import WireProtocols

/// One call's line to its FreeSWITCH: what it asks, and what becomes of its channel; on the switchboard's loop.
final class CallLine: ChannelFollower {
    private let channel: ChannelID
    private let connection: FreeSwitchConnection
    private let deliver: @Sendable (SwitchboardNews) -> Void
    private var transfer: RunningTransfer?

    /// For requests that are done at once.
    private static let patience = Duration.seconds(5)
    private static let presencePatience = Duration.seconds(2)

    init(_ channel: ChannelID, _ connection: FreeSwitchConnection, deliver: @escaping @Sendable (SwitchboardNews) -> Void) {
        self.channel = channel
        self.connection = connection
        self.deliver = deliver
        connection.follow(channel, self)
    }

    func request(_ request: SwitchboardRequest) {
        switch request {
        case .transfer(let order): begin(order, request)
        case .cancelTransfer: transfer?.cancel()
        case .hangUp(let cause): perform(.hangUp(channel, cause), for: request)
        case .play(let what): perform(.play(channel, what), for: request)
        case .stopPlaying: perform(.stopPlaying(channel), for: request)
        case .startRecording(let path): perform(.startRecording(channel, path: path), for: request)
        case .stopRecording(let path): perform(.stopRecording(channel, path: path), for: request)
        case .setVariable(let name, let value): perform(.setVariable(channel, name: name, value: value), for: request)
        case .presence(let extensions): findPresence(of: extensions)
        }
    }

    private func perform(_ asked: SwitchRequest, for request: SwitchboardRequest) {
        connection.perform(asked, within: Self.patience) { [deliver] answer in
            switch answer {
            case .failed(let words): deliver(.failed(request, words))
            case .unavailable(let reason): deliver(.failed(request, "\(reason)"))
            case .accepted, .answered, .hungUp, .presence, .exists, .usage, .registrations: break
            }
        }
    }

    private func begin(_ order: TransferOrder, _ request: SwitchboardRequest) {
        guard transfer?.isFinished ?? true else { return deliver(.failed(request, "a transfer is under way")) }
        var order = order
        order.callerNumber = ShownIdentity.number(order.callerNumber)
        order.callerName = ShownIdentity.name(order.callerName)
        let transfer = RunningTransfer(order, of: channel, on: connection) { [deliver] news in deliver(news) }
        self.transfer = transfer
        transfer.start()
    }

    private func findPresence(of extensions: [Extension]) {
        let gathering = PresenceGathering(of: extensions, deliver)
        for user in extensions {
            connection.perform(.presence(user), within: Self.presencePatience) { gathering.take($0, of: user) }
        }
    }

    /// The call is over. A transfer that nobody has answered yet is given up; another comes to its end by itself.
    func close() {
        transfer?.callEnded()
        transfer = nil
        connection.unfollow(channel, self)
    }

    // MARK: ChannelFollower

    func hear(_ event: ChannelEvent) {
        if event.channel == channel { deliver(.channel(event.kind)) }
    }

    /// The transfer is told itself.
    func connectionLost(_ reason: String) {}
}

/// Collects answers until the last one is there.
private final class PresenceGathering {
    private var found: [Extension: SwitchAnswer.Presence] = [:]
    private let all: Set<Extension>
    private let deliver: @Sendable (SwitchboardNews) -> Void

    init(of extensions: [Extension], _ deliver: @escaping @Sendable (SwitchboardNews) -> Void) {
        all = Set(extensions)
        self.deliver = deliver
        if all.isEmpty { deliver(.presence([:])) }
    }

    func take(_ answer: SwitchAnswer, of user: Extension) {
        guard found[user] == nil else { return }
        if case .presence(let presence) = answer { found[user] = presence } else { found[user] = .unknown }
        if found.count == all.count { deliver(.presence(found)) }
    }
}

import CallControl
import Locking
import Settings
import Synchronization
import Transport
import WireProtocols

/// Every FreeSWITCH's event socket, on one loop of its own: a busy switch's events, 9 KB each, must not delay anybody's audio.
public final class Switchboard: Sendable {
    /// What lives on the loop.
    final class Floor {
        var connections: [String: FreeSwitchConnection] = [:]
        var lines: [Int: CallLine] = [:]
    }

    private let loop = EventLoop(index: -1)
    private let resolver = Resolver()
    private let servers: [FreeSwitchSettings]
    private let policy: EventSocketSession.Policy
    private let floor: LoopBound<Floor>
    private let statuses: Locked<[String: ServerStatus]>
    private let numbers = Atomic<Int>(0)
    private let isRunning = Atomic<Bool>(false)
    private let onChange: @Sendable (ServerStatus) -> Void

    /// - Parameter onChange: told when a server comes up or goes down; on the switchboard's loop.
    public init(
        _ servers: [FreeSwitchSettings], policy: EventSocketSession.Policy = EventSocketSession.Policy(),
        onChange: @escaping @Sendable (ServerStatus) -> Void = { _ in }
    ) {
        self.servers = servers
        self.policy = policy
        self.onChange = onChange
        floor = LoopBound(Floor(), on: loop)
        statuses = Locked(Dictionary(servers.map { ($0.name, ServerStatus(name: $0.name)) }) { first, _ in first })
    }

    /// Logs in everywhere, and stays logged in.
    public func start() {
        guard !isRunning.exchange(true, ordering: .relaxed) else { return }
        loop.start()
        for server in servers { onFloor { board, floor in board.connect(server, floor) } }
    }

    /// Drops all connections; lines are told nothing more.
    public func stop() {
        guard isRunning.exchange(false, ordering: .relaxed) else { return }
        onFloor { _, floor in
            for connection in floor.connections.values { connection.stop() }
            floor.lines = [:]
            floor.connections = [:]
        }
        loop.stop()
        loop.join()
        resolver.stop()
    }

    private func onFloor(_ body: @escaping @Sendable (Switchboard, Floor) -> Void) { floor.onLoop { [self] in body(self, $0) } }

    private func connect(_ server: FreeSwitchSettings, _ floor: Floor) {
        var random = SystemRandomNumberGenerator()
        let connection = FreeSwitchConnection(server, loop: loop, resolver: resolver, policy: policy, seed: random.next()) { [weak self] in self?.publish($0) }
        floor.connections[server.name] = connection
        connection.start()
    }

    private func publish(_ status: ServerStatus) {
        let before = statuses.withLock { $0.updateValue(status, forKey: status.name) }
        if before?.isUp != status.isUp || before?.problem != status.problem { onChange(status) }
    }

    /// By name; callable from any thread.
    public var status: [String: ServerStatus] { statuses.withLock { $0 } }

    /// Asks a server something that concerns no call; answered once, on the switchboard's loop.
    public func perform(
        _ request: SwitchRequest, on server: String, within limit: Duration, _ answer: @escaping @Sendable (SwitchAnswer) -> Void
    ) {
        onFloor { _, floor in
            guard let connection = floor.connections[server] else { return answer(.unavailable(.down("no server is called \(server)"))) }
            connection.perform(request, within: limit, answer)
        }
    }

    /// Opens a call's line.
    /// - Parameters:
    ///   - deliver: called on the switchboard's loop, in the order of what happened.
    /// - Returns: `nil` if no server has that name.
    public func line(
        for call: CallID, on server: String, deliver: @escaping @Sendable (SwitchboardNews) -> Void
    ) -> SwitchboardLine? {
        guard servers.contains(where: { $0.name == server }) else { return nil }
        let number = numbers.add(1, ordering: .relaxed).newValue
        onFloor { _, floor in
            guard let connection = floor.connections[server] else { return }
            floor.lines[number] = CallLine(ChannelID(call), connection, deliver: deliver)
        }
        return SwitchboardLine(number: number, floor: floor)
    }
}

/// A call's line, as the call holds it; usable from any thread.
public struct SwitchboardLine: Sendable {
    let number: Int
    let floor: LoopBound<Switchboard.Floor>

    public func ask(_ request: SwitchboardRequest) {
        let number = number
        floor.onLoop { $0.lines[number]?.request(request) }
    }

    /// The call is over: an undecided transfer is given up, and nothing more is delivered but its end.
    public func close() {
        let number = number
        floor.onLoop { $0.lines.removeValue(forKey: number)?.close() }
    }
}

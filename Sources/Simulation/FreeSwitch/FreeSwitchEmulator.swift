import CallControl
import Dispatch
import Locking
import Transport
import WireProtocols

/// An event socket on this machine with a scripted FreeSWITCH behind it. For the demonstration and for tests.
///
/// ```swift
/// let freeSwitch = FreeSwitchEmulator(plan)
/// let port = try freeSwitch.start()
/// defer { freeSwitch.stop() }
/// ```
public final class FreeSwitchEmulator: Sendable {
    private struct Running {
        var board: LoopBound<ScriptedSwitch>
        var listener: LoopBound<TCPListener>
    }

    private let plan: SwitchPlan
    private let logPath: String?
    private let loop = EventLoop(index: 0)
    private let running = Locked<Running?>(nil)

    /// - Parameter log: file for every command, as JSON lines.
    public init(_ plan: SwitchPlan, log: String? = nil) {
        self.plan = plan
        logPath = log
    }

    /// Listens on `port`, or on any free one.
    /// - Returns: the port.
    @discardableResult
    public func start(host: String = "127.0.0.1", port: Int = 0) throws(ListenFailure) -> Int {
        loop.start()
        return try onLoop { [self] in open(host, port) }.get()
    }

    private func open(_ host: String, _ port: Int) -> Result<Int, ListenFailure> {
        guard let log = SwitchLog(path: logPath, start: Instant(nanoseconds: loop.now)) else {
            return .failure(ListenFailure(description: "can't write \(logPath ?? "")"))
        }
        let board = ScriptedSwitch(plan, loop: loop, log: log)
        do throws(ListenFailure) {
            let listener = try TCPListener(host: host, port: port, loop: loop) { _ in board.accept() }
            running.withLock { $0 = Running(board: LoopBound(board, on: loop), listener: LoopBound(listener, on: loop)) }
            return .success(listener.port)
        } catch {
            return .failure(error)
        }
    }

    /// Drops all connections and ends the thread.
    public func stop() {
        running.withLock { $0 = nil }
        loop.stop()
        loop.join()
    }

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
        let box = Locked<Value?>(nil)
        let done = DispatchSemaphore(value: 0)
        loop.submit {
            let value = body()
            box.withLock { $0 = value }
            done.signal()
        }
        done.wait()
        guard let value = box.withLock({ $0 }) else { preconditionFailure("The loop has done its work.") }
        return value
    }

    private func onBoard<Value: Sendable>(_ body: @escaping @Sendable (ScriptedSwitch) -> Value) -> Value {
        guard let board = running.withLock({ $0?.board }) else { preconditionFailure("The emulator is started first.") }
        return onLoop { board.withValue(body) }
    }

    // MARK: What happens to it

    public func addCall(_ uuid: String) { onBoard { $0.addCall(uuid) } }

    public func hangUp(_ uuid: String, _ cause: HangupCause = .normalClearing) {
        onBoard { board in if let channel = board.channels[uuid] { board.hangUp(channel, cause) } }
    }

    /// The caller presses a key.
    public func press(_ digit: String, on uuid: String) {
        onBoard { $0.emit(EmulatedEvent(name: "DTMF", channel: uuid, headers: [("DTMF-Digit", digit), ("DTMF-Duration", "2000")])) }
    }

    /// An event of mod_audio_stream's, such as `play`.
    public func emitStreamEvent(_ name: String, on uuid: String, body: String) {
        onBoard { $0.emit(EmulatedEvent(name: "CUSTOM", subclass: "mod_audio_stream::\(name)", channel: uuid, body: body)) }
    }

    /// A telephone is switched on or off, or behaves otherwise from now on.
    public func setExtension(_ number: String, _ behaviour: ExtensionBehaviour) { onBoard { $0.setExtension(number, behaviour) } }

    public func dropConnections() { onBoard { $0.dropConnections() } }

    /// While set, connections are closed as soon as they come.
    public func refuseConnections(_ refuses: Bool) { onBoard { $0.refusesConnections = refuses } }

    // MARK: What it saw

    /// Every command so far, passwords masked.
    public var commands: [String] { onBoard(\.commands) }
    public var connectionCount: Int { onBoard(\.connectionCount) }
    /// uuids of the channels there are.
    public var channels: Set<String> { onBoard { Set($0.channels.keys) } }

    /// With whom a channel talks.
    public func partner(of uuid: String) -> String? {
        onBoard { board in
            guard case .bridged(let partner) = board.channels[uuid]?.state else { return nil }
            return partner
        }
    }
}

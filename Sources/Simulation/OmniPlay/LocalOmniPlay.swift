import Dispatch
import Locking
import Transport

/// A stand-in for OmniPlay's back end on this machine: the two endpoints that the handoff uses, with their credentials, both
/// spellings, tickets that are unique by call, and settable failures. For the demonstration, tests and benches.
///
/// ```swift
/// let omniplay = try LocalOmniPlay(OmniPlayBehaviour(token: "…"))
/// let port = try omniplay.start()
/// defer { omniplay.stop() }
/// ```
public final class LocalOmniPlay: Sendable {
    private struct Running {
        var loop: EventLoop
        var listener: LoopBound<WebSocketListener>
    }

    private let state: OmniPlayState
    private let running = Locked<Running?>(nil)

    /// - Parameter journal: a file of JSON lines that keeps the tickets beyond the end of this process; `nil`: memory alone.
    public init(_ behaviour: OmniPlayBehaviour, journal: String? = nil) throws {
        guard let journal else {
            state = OmniPlayState(OmniPlayBackEnd(behaviour), journal: nil)
            return
        }
        let (file, tickets) = try TicketJournal.open(journal)
        state = OmniPlayState(OmniPlayBackEnd(behaviour, tickets: tickets), journal: file)
    }

    /// Who is online, how it answers and fails; may be set at any time.
    public var behaviour: OmniPlayBehaviour {
        get { state.read { $0.behaviour } }
        set { state.change { $0.behaviour = newValue } }
    }

    /// In the order in which they came.
    public var tickets: [StoredTicket] { state.read { $0.tickets } }

    /// Requests to the two endpoints, the last ten thousand.
    public var requests: [SeenRequest] { state.requests }

    /// Listens on `port`, or on any free one.
    /// - Returns: the port.
    @discardableResult
    public func start(host: String = "127.0.0.1", port: Int = 0, tls: ServerTLS? = nil) throws -> Int {
        let loop = EventLoop()
        loop.start()
        let outcome = Locked<Result<Int, ListenFailure>?>(nil)
        let done = DispatchSemaphore(value: 0)
        loop.submit { [self] in
            defer { done.signal() }
            let listener = WebSocketListener(
                loop: loop, options: WebSocketListener.Options(host: host, port: port, tls: tls), handler: OmniPlayServer(state))
            do throws(ListenFailure) {
                try listener.open()
                running.withLock { $0 = Running(loop: loop, listener: LoopBound(listener, on: loop)) }
                outcome.withLock { $0 = .success(listener.port) }
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
        }
        done.wait()
        return try outcome.withLock { $0 }?.get() ?? port
    }

    /// Drops all connections and ends the thread; the tickets stay, and it may be started again.
    public func stop() {
        let ended = running.withLock { running in
            defer { running = nil }
            return running
        }
        ended?.listener.onLoop { $0.close() }
        ended?.loop.stop()
        ended?.loop.join()
    }
}

import CLibUV
import CLibWebSockets
import Glibc
import Locking
import Synchronization

/// One thread, one libuv loop, one libwebsockets context. Everything that lives on it is touched by its thread only;
/// `submit` is the one way in from elsewhere.
///
/// `@unchecked Sendable`: what other threads may touch (`submit`, `stop`, the load figures) is guarded; the rest traps off the loop.
public final class EventLoop: @unchecked Sendable {
    private struct Inbox {
        var work: [@Sendable () -> Void] = []
        var isClosed = false
    }

    public let index: Int
    private let name: String
    let uv: UnsafeMutablePointer<uv_loop_t>
    private let wakeUp: UnsafeMutablePointer<uv_async_t>
    private let inbox = Locked(Inbox())
    private var thread = pthread_t()
    private let threadID = Atomic<UInt>(0)
    private let isStopping = Atomic<Bool>(false)
    private let ended: UnsafeMutablePointer<uv_sem_t>
    private var ticks: TickWheel?
    private let timers = TimerQueue()
    /// Dialled sockets that have not ended: the loop keeps them, and drops them when it stops.
    private var dialled: [ObjectIdentifier: ClientWebSocket] = [:]
    let servers = ServerContext()
    private var listeners: [ObjectIdentifier: WebSocketListener] = [:]
    private var residents: [ObjectIdentifier: any LoopResident] = [:]
    /// Shared by all sockets of the loop: what is read is delivered before the next read.
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 64)
    /// Outgoing frames are built here; grows to the largest message.
    var writeBuffer: [UInt8] = []
    var masks = MaskSource()

    /// - Parameter name: of the thread, for `top -H` and the like; at most 15 bytes.
    public init(index: Int = 0, name: String? = nil) {
        self.index = index
        self.name = name ?? "loop-\(index)"
        uv = .allocate(capacity: 1)
        wakeUp = .allocate(capacity: 1)
        ended = .allocate(capacity: 1)
        uv_loop_init(uv)
        uv_sem_init(ended, 0)
        _ = ignoringSIGPIPE
        uv_async_init(uv, wakeUp) { handle in
            guard let data = handle?.pointee.data else { return }
            Unmanaged<EventLoop>.fromOpaque(data).takeUnretainedValue().drainInbox()
        }
        wakeUp.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        readBuffer.deallocate()
        uv_sem_destroy(ended)
        ended.deallocate()
        wakeUp.deallocate()
        uv.deallocate()
    }

    // MARK: Running

    /// Starts the loop on a thread of its own.
    /// - Parameter core: the core the thread is bound to; `nil` leaves that to the kernel.
    public func start(core: Int? = nil) {
        let box = Unmanaged.passRetained(StartBox(loop: self, core: core))
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let box = Unmanaged<StartBox>.fromOpaque(argument).takeRetainedValue()
                vg_name_thread(box.loop.name)
                if let core = box.core { _ = vg_pin_to(Int32(core)) }
                box.loop.run()
                return nil
            }, box.toOpaque())
    }

    private func run() {
        threadID.store(vg_this_thread(), ordering: .releasing)
        let wheel = TickWheel(loop: self)
        ticks = wheel
        wheel.start()
        drainInbox()
        while !isStopping.load(ordering: .acquiring) { uv_run(uv, UV_RUN_ONCE) }
        drainInbox()
        end(wheel)
        uv_sem_post(ended)
    }

    private func end(_ wheel: TickWheel) {
        for listener in listeners.values { listener.close() }
        for socket in dialled.values { socket.abort() }
        for resident in residents.values { resident.loopEnds() }
        servers.abandon()
        wheel.stop()
        // libwebsockets lets go of its sockets over several rounds.
        for _ in 0..<100 where uv_loop_alive(uv) != 0 { uv_run(uv, UV_RUN_NOWAIT) }
        // What was submitted meanwhile is dropped: it would find nothing to work on.
        inbox.withLock { inbox in
            inbox = Inbox(isClosed: true)
            uv_close(vg_uv_handle(wakeUp), nil)
        }
        for _ in 0..<100 where uv_loop_alive(uv) != 0 { uv_run(uv, UV_RUN_NOWAIT) }
        uv_loop_close(uv)
    }

    func keep(_ socket: ClientWebSocket) { dialled[ObjectIdentifier(socket)] = socket }

    func forget(_ socket: ClientWebSocket) { dialled[ObjectIdentifier(socket)] = nil }

    func keep(_ resident: any LoopResident) { residents[ObjectIdentifier(resident)] = resident }

    func forget(_ resident: any LoopResident) { residents[ObjectIdentifier(resident)] = nil }

    func keep(_ listener: WebSocketListener) { listeners[ObjectIdentifier(listener)] = listener }

    func forget(_ listener: WebSocketListener) { listeners[ObjectIdentifier(listener)] = nil }

    /// Ends the loop; its sockets are dropped.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        inbox.withLock { if !$0.isClosed { uv_async_send(wakeUp) } }
    }

    /// Waits until the loop has ended.
    public func join() {
        uv_sem_wait(ended)
        pthread_join(thread, nil)
    }

    // MARK: From other threads

    /// Runs `work` on the loop, soon; callable from any thread. After the loop has ended it is dropped.
    public func submit(_ work: @escaping @Sendable () -> Void) {
        inbox.withLock { inbox in
            guard !inbox.isClosed else { return }
            inbox.work.append(work)
            // One wake-up takes all there is.
            if inbox.work.count == 1 { uv_async_send(wakeUp) }
        }
    }

    private func drainInbox() {
        let work = inbox.withLock { inbox in
            defer { inbox.work = [] }
            return inbox.work
        }
        for item in work { item() }
    }

    /// Never inlined: glibc declares `pthread_self` const, and a hoisted check would be wrong.
    @inline(never)
    public var isOnLoop: Bool { threadID.load(ordering: .acquiring) == vg_this_thread() }

    // MARK: Time

    /// Nanoseconds of the monotonic clock.
    public var now: Int64 { monotonicNow() }

    /// CPU time the loop's thread has used, in nanoseconds; on the loop.
    public var threadCPU: Int64 { vg_thread_cpu() }

    /// Calls `ticker` every 20 ms, in the least busy of the loop's four phases, until removed.
    public func addTicker(_ ticker: any Ticker) -> TickerToken {
        guard let ticks else { preconditionFailure("Tickers are added on a running loop.") }
        return ticks.add(ticker)
    }

    /// Moves a ticker into the phase that comes next, so that it is called within 5 ms of every 20 ms from now.
    public func rephase(_ token: TickerToken, _ ticker: any Ticker) -> TickerToken { ticks?.rephase(token, ticker) ?? token }

    public func removeTicker(_ token: TickerToken) { ticks?.remove(token) }

    /// Calls `work` once, at the tick at or after the delay (5 ms grain).
    @discardableResult
    public func after(_ delay: Duration, _ work: @escaping () -> Void) -> LoopTimer {
        let (seconds, attoseconds) = delay.components
        return timers.add(at: now + seconds * 1_000_000_000 + attoseconds / 1_000_000_000, work)
    }

    func expireTimers(at now: Int64) { timers.expire(at: now) }

    /// How busy and how late the loop is; callable from any thread.
    public let load = LoopLoad()
}

private final class StartBox {
    let loop: EventLoop
    let core: Int?
    init(loop: EventLoop, core: Int?) {
        self.loop = loop
        self.core = core
    }
}

/// A peer that has gone must be an error code, not the end of the process.
private let ignoringSIGPIPE: Bool = {
    vg_ignore_sigpipe()
    return true
}()

func monotonicNow() -> Int64 { vg_monotonic() }

import CallControl
import Foundation
import Locking
import Logging
import Settings
import Synchronization
import Transport
import WireProtocols

/// The whole server: loops, listeners, workers; started, reloaded, drained and stopped from any thread.
public final class Gateway: Sendable {
    private struct Running {
        var handles: [LoopContext.Handle] = []
        var loops: [EventLoop] = []
        var listeners: [LoopBound<WebSocketListener>] = []
    }

    let shared: SharedState
    private let running = Locked(Running())
    let startedAt = Date()
    /// Scrapes of the metrics that wait or run.
    let scrapes = Atomic<Int>(0)
    /// Ports in use, in the order of the listeners.
    private let openPorts = Locked<[Int]>([])

    /// - Throws: if the records' directory can't be made.
    public init(settings: GatewaySettings, logger: Logger, observer: (any CallObserver)? = nil) throws {
        shared = try SharedState(settings: settings, logger: logger, observer: observer)
        declareMetrics()
    }

    public var ports: [Int] { openPorts.withLock { $0 } }
    public var callCount: Int { shared.directory.count }
    var isReady: Bool { !shared.isDraining }

    // MARK: Starting

    /// Opens every listener on every loop.
    public func start() throws {
        let settings = shared.settings
        shared.switchboard?.start()
        shared.office?.start()
        shared.secretaries?.start()
        let count = settings.loops == 0 ? max(1, ProcessInfo.processInfo.activeProcessorCount) : settings.loops
        for index in 0..<count {
            let loop = EventLoop(index: index)
            loop.start(core: settings.pinLoops ? index % ProcessInfo.processInfo.activeProcessorCount : nil)
            declareMetrics(of: loop)
            try open(loop, index, settings)
        }
        for (listener, port) in zip(settings.listeners, ports) {
            shared.logger.info(
                "Listening",
                metadata: [
                    "address": .string("\(listener.certificateFile == nil ? "ws" : "wss")://\(listener.host):\(port)"), "loops": .stringConvertible(count),
                    "profile": .string(listener.stream.profile.rawValue),
                ])
        }
    }

    private func open(_ loop: EventLoop, _ index: Int, _ settings: GatewaySettings) throws {
        let outcome = Locked<ListenFailure?>(nil)
        let done = DispatchSemaphore(value: 0)
        let shared = shared
        loop.submit { [self] in
            defer { done.signal() }
            let context = LoopContext(index: index, loop: loop, shared: shared)
            running.withLock {
                $0.handles.append(LoopContext.Handle(context))
                $0.loops.append(loop)
            }
            do {
                for (position, listener) in settings.listeners.enumerated() { try open(listener, at: position, on: context) }
            } catch {
                outcome.withLock { $0 = error as? ListenFailure }
            }
        }
        done.wait()
        if let failure = outcome.withLock({ $0 }) { throw failure }
    }

    private func open(_ listener: ListenerSettings, at position: Int, on context: LoopContext) throws(ListenFailure) {
        // A port that the kernel chose for the first loop is everybody's.
        let port = openPorts.withLock { $0.indices.contains(position) ? $0[position] : listener.port }
        var tls: ServerTLS?
        if let certificate = listener.certificateFile, let key = listener.keyFile { tls = ServerTLS(certificateFile: certificate, keyFile: key) }
        let server = StreamServer(context: context, listener: listener, gateway: self)
        let opened = WebSocketListener(
            loop: context.loop, options: .init(host: listener.host, port: port, tls: tls, sharesPort: context.index > 0), handler: server)
        try opened.open()
        running.withLock { $0.listeners.append(LoopBound(opened, on: context.loop)) }
        openPorts.withLock { if !$0.indices.contains(position) { $0.append(opened.port) } }
    }

    var handles: [LoopContext.Handle] { running.withLock { $0.handles } }
    var loops: [EventLoop] { running.withLock { $0.loops } }

    func handle(of loop: Int) -> LoopContext.Handle { running.withLock { $0.handles[loop] } }

    // MARK: Changing

    /// New calls get the new settings; those that can't change without a restart are named in the log.
    public func reload(_ settings: GatewaySettings) {
        let kept = settings.restartRequired(comparedTo: shared.settings)
        shared.replaceSettings(settings)
        shared.office?.reconfigure(settings)
        shared.secretaries?.reconfigure(settings)
        shared.metrics.reloaded(.loaded)
        shared.logger.notice("Configuration reloaded", metadata: kept.isEmpty ? [:] : ["needs_restart": .array(kept.map { .string($0) })])
    }

    /// A configuration that was read again is not fit to be used: the one before stays, and the counter tells.
    public func refuseReload() { shared.metrics.reloaded(.refused) }

    // MARK: Ending

    /// Takes no more calls; returns when the last one has ended or, at the deadline, has been ended.
    /// - Parameter tick: called once a second with the number of calls left.
    public func drain(deadline: Duration? = nil, tick: (Int) -> Void = { _ in }) {
        shared.startDraining()
        let limit = (deadline ?? shared.settings.drainDeadline).inMilliseconds / 1_000
        let end = Date().addingTimeInterval(limit)
        shared.logger.notice("Draining", metadata: ["calls": .stringConvertible(callCount), "deadline_seconds": .stringConvertible(Int(limit))])
        waitForCalls(until: end, tick)
        guard callCount > 0 else { return }
        for handle in running.withLock({ $0.handles }) { handle.submit { $0.endAllCalls(.drained) } }
        waitForCalls(until: Date().addingTimeInterval(5), tick)
    }

    private func waitForCalls(until end: Date, _ tick: (Int) -> Void) {
        var said = Date.distantPast
        while callCount > 0, Date() < end {
            if Date().timeIntervalSince(said) >= 1 {
                said = Date()
                tick(callCount)
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// Closes everything; the gateway can't be started again.
    public func stop() {
        shared.startDraining()
        let (loops, handles) = running.withLock { ($0.loops, $0.handles) }
        for handle in handles { handle.submit { $0.endAllCalls(.drained) } }
        for listener in running.withLock({ $0.listeners }) { listener.onLoop { $0.close() } }
        // Closing handshakes get a moment.
        Thread.sleep(forTimeInterval: 0.2)
        for loop in loops { loop.stop() }
        for loop in loops { loop.join() }
        shared.switchboard?.stop()
        shared.office?.stop()
        shared.secretaries?.stop()
        shared.recorder?.stop()
        shared.records.stop()
        shared.traces?.stop()
        shared.http.stop()
        shared.resolver.stop()
    }
}

import CallControl
import Gateway
import Locking
import Logging
import Settings
import Transport

/// The operator's page: a loop of its own serves it, so that looking at calls never delays one.
public final class Console: Sendable {
    private let settings: ConsoleSettings
    private let loop = EventLoop(index: 901, name: "console")
    private let logger: Logger
    private let work: ConsoleWork
    private let gateway: Gateway
    private let opened = Locked<LoopBound<WebSocketListener>?>(nil)
    private let openedPort = Locked(0)

    public init(_ settings: ConsoleSettings, gateway: Gateway, logger: Logger) {
        self.settings = settings
        self.gateway = gateway
        self.logger = logger
        work = ConsoleWork(gateway, settings)
    }

    public var port: Int { openedPort.withLock { $0 } }

    /// Opens the port.
    public func start() throws {
        loop.start(core: nil)
        let outcome = Locked<ListenFailure?>(nil)
        let done = Gate()
        loop.submit { [self] in
            defer { done.open() }
            var tls: ServerTLS?
            if let certificate = settings.certificateFile, let key = settings.keyFile { tls = ServerTLS(certificateFile: certificate, keyFile: key) }
            let server = ConsoleServer(settings, gateway: gateway, work: work, loop: loop)
            var options = WebSocketListener.Options(host: settings.host, port: settings.port, tls: tls)
            options.maxConnections = 256
            let listener = WebSocketListener(loop: loop, options: options, handler: server)
            do {
                try listener.open()
                openedPort.withLock { $0 = listener.port }
                opened.withLock { $0 = LoopBound(listener, on: loop) }
            } catch {
                outcome.withLock { $0 = error as? ListenFailure }
            }
        }
        done.wait()
        if let failure = outcome.withLock({ $0 }) { throw failure }
        work.prepare(at: Instant(nanoseconds: loop.now))
        let scheme = settings.certificateFile == nil ? "http" : "https"
        logger.info(
            "Console",
            metadata: [
                "address": .string("\(scheme)://\(settings.host.contains(":") ? "[\(settings.host)]" : settings.host):\(port)/"),
                "sign_in": .stringConvertible(settings.token != nil),
            ])
    }

    public func stop() {
        opened.withLock { $0 }?.onLoop { $0.close() }
        loop.stop()
        loop.join()
    }
}

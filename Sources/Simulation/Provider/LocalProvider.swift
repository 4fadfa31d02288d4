import Dispatch
import FoundationEssentials
import Locking
import Transport

/// A speech-to-speech provider on this machine: OpenAI Realtime, xAI, ElevenLabs Realtime and ElevenLabs Agents on one port, spoken
/// by recordings. For the demonstration, for tests and for benches.
///
/// ```swift
/// let provider = try LocalProvider(settings)
/// let port = try provider.start()
/// defer { provider.stop() }
/// ```
public final class LocalProvider: Sendable {
    private struct Running {
        var loops: [EventLoop] = []
        var listeners: [LoopBound<WebSocketListener>] = []
    }

    public let settings: EmulatorSettings
    public let speech: SpeechStore
    /// The folder of the recordings; `nil`: none was found, and the agent hums.
    public let fixtures: String?
    private let counter = ConnectionCounter()
    private let running = Locked(Running())

    /// - Throws: `FixtureError` if the fixtures' manifest can't be read.
    public init(_ settings: EmulatorSettings = EmulatorSettings()) throws {
        self.settings = settings
        fixtures = settings.fixtures ?? FixtureLibrary.locate()
        speech = SpeechStore(try fixtures.map { folder throws(FixtureError) in try FixtureLibrary(folder: folder) }, settings: settings)
        if let capture = settings.capture { try FileManager.default.createDirectory(atPath: capture, withIntermediateDirectories: true) }
    }

    /// Connections so far, refused ones included.
    public var connections: Int { counter.count }

    /// Listens on `port`, or on any free one; with `tls` nothing is served in clear.
    /// - Returns: the port.
    @discardableResult
    public func start(host: String = "127.0.0.1", port: Int = 0, tls: ServerTLS? = nil) throws -> Int {
        var port = port
        for index in 0..<max(1, settings.loops) {
            let loop = EventLoop(index: index)
            loop.start()
            running.withLock { $0.loops.append(loop) }
            port = try open(loop, host, port, tls)
        }
        return port
    }

    private func open(_ loop: EventLoop, _ host: String, _ port: Int, _ tls: ServerTLS?) throws -> Int {
        let outcome = Locked<Result<Int, ListenFailure>?>(nil)
        let done = DispatchSemaphore(value: 0)
        loop.submit { [self] in
            defer { done.signal() }
            let server = ProviderServer(settings, speech: speech, counter: counter, isSecure: tls != nil)
            let listener = WebSocketListener(
                loop: loop, options: WebSocketListener.Options(host: host, port: port, tls: tls, sharesPort: loop.index > 0), handler: server)
            do throws(ListenFailure) {
                try listener.open()
                running.withLock { $0.listeners.append(LoopBound(listener, on: loop)) }
                outcome.withLock { $0 = .success(listener.port) }
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
        }
        done.wait()
        return try outcome.withLock { $0 }?.get() ?? port
    }

    /// The share of a core that each loop uses.
    public var busy: [Double] { running.withLock { $0.loops.map(\.load.busy) } }

    /// Drops all connections and ends the threads.
    public func stop() {
        let (loops, listeners) = running.withLock { running in
            defer { running = Running() }
            return (running.loops, running.listeners)
        }
        for listener in listeners { listener.onLoop { $0.close() } }
        for loop in loops {
            loop.stop()
            loop.join()
        }
    }
}

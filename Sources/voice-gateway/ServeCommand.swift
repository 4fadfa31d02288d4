import ArgumentParser
import Console
import Dispatch
import Foundation
import Gateway
import Glibc
import Logging
import Settings
import Telemetry

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the gateway.",
        discussion:
            "SIGHUP reads the configuration again, for new calls. SIGTERM or SIGINT takes no more calls, waits for those that run (drain_deadline_seconds), and ends; a second one ends at once."
    )

    @Option(name: .shortAndLong, help: "The configuration (YAML); by default VOICE_GATEWAY_CONFIG.") var config: String?
    @Option(help: "Event loops; 0: one per core.") var loops: Int?
    @Option(help: "Address of the first listener.") var host: String?
    @Option(help: "Port of the first listener.") var port: Int?

    func validate() throws {
        try require(loops, in: 0...256, "--loops")
        try require(port, in: ports, "--port")
    }

    func run() throws {
        // What callers say is nobody's but the gateway's and its group's.
        umask(0o027)
        var settings = try ConfigurationFile.require(config)
        try override(&settings)
        let signals = SignalQueue([SIGTERM, SIGINT, SIGHUP])
        let writer = LogWriter()
        let logger = Self.logger(settings.logging, writer)
        do {
            let gateway = try Gateway(settings: settings, logger: logger)
            try gateway.start()
            let console = settings.console.isEnabled ? Console(settings.console, gateway: gateway, logger: logger) : nil
            // Calls go on without it.
            do { try console?.start() } catch { logger.error("The console can't start", metadata: ["problem": .string("\(error)")]) }
            serve(gateway, signals, logger)
            console?.stop()
            gateway.stop()
        } catch {
            writer.stop()
            FileHandle.standardError.write(Data("voice-gateway can't start: \(error)\n".utf8))
            throw ExitCode.failure
        }
        writer.stop()
    }

    private func override(_ settings: inout GatewaySettings) throws {
        if let loops { settings.loops = loops }
        if let port { settings.listeners[0].port = port }
        if let host {
            settings.listeners[0].host = host
            let listener = settings.listeners[0]
            guard listener.isLoopback || listener.token != nil || listener.allowUnauthenticated else {
                throw ValidationError("--host \(host): beyond this machine a token is needed (listeners.NAME.token_file), or allow_unauthenticated: true")
            }
        }
    }

    /// Nothing that is wrong with the file touches a gateway that runs.
    private func reload(_ gateway: Gateway, _ logger: Logger) {
        func refuse(_ fields: Logger.Metadata) {
            gateway.refuseReload()
            logger.error("Configuration refused; the one before stays", metadata: fields)
        }
        do {
            guard try !ConfigurationFile.isEmpty(config) else { return refuse(["problem": "the file is empty"]) }
            let loaded = try ConfigurationFile.load(config)
            for problem in loaded.problems { logger.log(level: problem.severity == .error ? .error : .warning, "\(problem)") }
            guard var settings = loaded.settings else { return refuse(["mistakes": .stringConvertible(loaded.errors.count)]) }
            try override(&settings)
            gateway.reload(settings)
        } catch {
            refuse(["problem": .string("\(error)")])
        }
    }

    private func serve(_ gateway: Gateway, _ signals: SignalQueue, _ logger: Logger) {
        while true {
            switch signals.wait() {
            case SIGHUP: reload(gateway, logger)
            default:
                // A second signal ends the drain.
                let impatience = Thread { [signals] in
                    while signals.wait() == SIGHUP {}
                    FileHandle.standardError.write(Data("ending at once\n".utf8))
                    Glibc.exit(1)
                }
                impatience.start()
                gateway.drain()
                return
            }
        }
    }

    static func logger(_ settings: LogSettings, _ writer: LogWriter) -> Logger {
        let style: GatewayLogHandler.Style =
            switch settings.format {
            case .json: .json
            case .text: .text
            case .auto: isatty(2) == 1 ? .text : .json
            }
        let level = Logger.Level(rawValue: settings.level) ?? .info
        return Logger(label: "voice-gateway") { _ in GatewayLogHandler(style: style, level: level, writer: writer) }
    }
}

/// Signals, taken one after the other by whoever waits; blocked for every thread that starts later.
struct SignalQueue: Sendable {
    private let signals: [Int32]

    init(_ signals: [Int32]) {
        self.signals = signals
        var set = mask
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    private var mask: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }

    func wait() -> Int32 {
        var set = mask
        var signal: Int32 = 0
        sigwait(&set, &signal)
        return signal
    }
}

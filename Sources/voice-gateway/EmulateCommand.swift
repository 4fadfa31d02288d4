import ArgumentParser
import Audio
import Dispatch
import Foundation
import Simulation

/// `voice-gateway emulate`: a provider on this machine, to call the gateway against without a key.
struct EmulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulate", abstract: "Run a local speech-to-speech provider (OpenAI Realtime, xAI, ElevenLabs) that speaks recordings.",
        discussion: """
            OpenAI ws://HOST:PORT/v1/realtime · xAI /xai/v1/realtime · any format /compatible/v1/realtime
            ElevenLabs Realtime /v1/convai/realtime · ElevenLabs Agents /v1/convai/conversation?agent_id=NAME-ulaw_8000

            Faults: refuse:401|429|503 refuse:tcp drop:MS drop:mid-sentence stall:MS close:CODE[:MS] wrong-format never-ready
            malformed:json|base64|type|odd late-audio late-transcripts errors slow-reader:MS
            each with @N (N-th connection), @/N (each N-th) or @pX (share X of all).
            """)

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port; 0 for any free one.") var port = 8_090
    @Option(help: "Dialogue file (YAML), which may bring settings along.") var dialogue: String?
    @Option(help: "Folder of the recordings, with manifest.json.") var fixtures: String?
    @Option(help: "Silence that ends the caller's turn; without it, what the session asks for.") var endpointingMs: Int?
    @Option(help: "300, normal:300,50, lognormal:300,700 (median, p90) or uniform:200,400, in ms.") var thinking: ThinkingTime?
    @Option(help: "Silence at the beginning of each answer.") var leadingSilenceMs: Int?
    @Option(help: "Audio in one message.") var chunkMs: Int?
    @Option(help: "How much faster than real time answers are sent; 0: all at once.") var burst: Double?
    @Option(help: "From the end of the caller's turn to its transcript.") var transcriptDelayMs: Int?
    @Option(help: "Between ElevenLabs' pings; 0: none.") var pingMs: Int?
    @Option(help: "Seed of all randomness.") var seed: UInt64?
    @Option(help: "A fault; may be repeated.") var fault: [FaultRule] = []
    @Option(help: "Accept this key only.") var requireKey: String?
    @Option(help: "Folder for captures of the traffic, one JSONL file a connection.") var capture: String?
    @Flag(help: "Add the keys that live servers send beyond their published models.") var extraKeys = false
    @Option(help: "Event loops, one thread each.") var loops = 1

    func run() throws {
        let provider = try LocalProvider(try settings())
        // Taken before the port is open, so that a signal right after "listening" ends the program in order.
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        let ended = DispatchSemaphore(value: 0)
        for source in signals {
            source.setEventHandler { ended.signal() }
            source.resume()
        }
        let open = try provider.start(host: host, port: port)
        print("listening on ws://\(host):\(open), \(provider.fixtures.map { "recordings of \($0)" } ?? "no recordings found: humming")")
        fflush(nil)
        ended.wait()
        provider.stop()
    }

    func settings() throws -> EmulatorSettings {
        var settings = EmulatorSettings()
        if let dialogue { try settings.take(dialogueFile: String(contentsOfFile: dialogue, encoding: .utf8)) }
        if let endpointingMs { settings.endpointing = .milliseconds(endpointingMs) }
        if let thinking { settings.thinking = thinking }
        if let leadingSilenceMs { settings.leadingSilence = .milliseconds(leadingSilenceMs) }
        if let chunkMs { settings.chunk = .milliseconds(chunkMs) }
        if let burst { settings.burst = burst }
        if let transcriptDelayMs { settings.transcriptDelay = .milliseconds(transcriptDelayMs) }
        if let pingMs { settings.pingInterval = pingMs == 0 ? nil : .milliseconds(pingMs) }
        if let seed { settings.seed = seed }
        if let requireKey { settings.requiredKey = requireKey }
        settings.faults += fault
        settings.fixtures = fixtures
        settings.capture = capture
        settings.sendsExtraKeys = extraKeys
        settings.loops = loops
        return settings
    }

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535.") }
        guard (1...64).contains(loops) else { throw ValidationError("--loops is from 1 to 64.") }
        guard chunkMs ?? 200 >= 10 else { throw ValidationError("--chunk-ms is at least 10.") }
        guard burst ?? 0 >= 0 else { throw ValidationError("--burst is at least 0.") }
    }
}

extension ThinkingTime: @retroactive ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension FaultRule: @retroactive ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

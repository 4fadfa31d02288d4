import ArgumentParser
import Foundation
import Simulation
import Transport

struct EmulateProviderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider", abstract: "A local provider that speaks the OpenAI, ElevenLabs and xAI protocols.",
        discussion: """
            It listens with a real voice-activity detector, follows a dialogue file and answers with recorded speech. Paths: /v1/realtime (OpenAI), \
            /xai/v1/realtime, /v1/convai/conversation and /v1/convai/realtime (ElevenLabs).
            """)

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0: any free one.") var port = 8_090
    @Option(help: "PEM certificate: serve wss and https, nothing in clear.") var tlsCertificate: String?
    @Option(help: "PEM key of --tls-certificate.") var tlsKey: String?
    @OptionGroup var options: EmulatorOptions

    func validate() throws {
        try require(port, in: ports, "--port")
        if (tlsCertificate == nil) != (tlsKey == nil) { throw ValidationError("--tls-certificate and --tls-key go together") }
    }

    func run() throws {
        let signals = SignalQueue([SIGTERM, SIGINT])
        let provider = try LocalProvider(options.settings())
        var tls: ServerTLS?
        if let tlsCertificate, let tlsKey { tls = ServerTLS(certificateFile: tlsCertificate, keyFile: tlsKey) }
        let port = try provider.start(host: host, port: port, tls: tls)
        print("listening on \(tls == nil ? "ws" : "wss")://\(host):\(port)")
        fflush(nil)
        _ = signals.wait()
        provider.stop()
    }
}

/// How the emulated provider behaves; shared by the commands that start one.
struct EmulatorOptions: ParsableArguments {
    @Option(help: "Dialogue file (YAML): what the caller says and what is answered.") var dialogue: String?
    @Option(help: "Folder of recordings; by default audio-fixtures, here or above.") var fixtures: String?
    @Option(help: "Silence after which the caller counts as finished.") var endpointingMs: Int?
    @Option(help: "From that decision to the first audio: 300, normal:300,50, lognormal:300,700 or uniform:200,400.") var thinking: String?
    @Option(help: "Silence at the head of each answer.") var leadingSilenceMs: Int?
    @Option(help: "Audio in one message.") var chunkMs: Int?
    @Option(help: "How many times faster than real time audio is sent; 0: at once.") var burst: Double?
    @Option(help: "Seed of all randomness.") var seed: UInt64?
    @Option(
        help: """
            A fault; repeatable. refuse:STATUS, refuse:tcp, drop:MS, drop:mid-sentence, stall:MS, close:CODE[:MS], wrong-format, never-ready, \
            malformed:json|base64|type|odd, late-audio, late-transcripts, errors, slow-reader:MS; on all connections, or with @N on the N-th, \
            @/N on each N-th, @pX on the share X.
            """)
    var fault: [String] = []
    @Option(help: "From the end of the caller's turn to its transcript.") var transcriptDelayMs: Int?
    @Option(help: "Between ElevenLabs' pings; 0: none.") var pingMs: Int?
    @Option(help: "Accept this key only.") var requireKey: String?
    @Flag(help: "Add the keys that live servers send beyond their published models.") var extraKeys = false
    @Option(help: "Folder for a JSONL capture of every connection.") var capture: String?
    @Option(name: .customLong("emulator-loops"), help: "Event loops of the provider.") var loops = 1

    func validate() throws {
        for (value, option) in [
            (endpointingMs, "--endpointing-ms"), (leadingSilenceMs, "--leading-silence-ms"), (transcriptDelayMs, "--transcript-delay-ms"),
            (pingMs, "--ping-ms"),
        ] { try require(value, in: 0...600_000, option) }
        try require(chunkMs, in: 10...10_000, "--chunk-ms")
        try require(burst, in: 0...10_000, "--burst")
        try require(loops, in: 1...256, "--emulator-loops")
    }

    func settings() throws -> EmulatorSettings {
        var settings = EmulatorSettings()
        if let dialogue {
            let data = try InputFile.read(dialogue)
            do { try settings.take(dialogueFile: String(decoding: data, as: UTF8.self)) } catch { throw Failure("\(dialogue): \(error)") }
        }
        if let endpointingMs { settings.endpointing = .milliseconds(endpointingMs) }
        if let thinking {
            guard let value = ThinkingTime(thinking) else {
                throw ValidationError("--thinking \(thinking): expected 300, normal:300,50, lognormal:300,700 or uniform:200,400")
            }
            settings.thinking = value
        }
        if let leadingSilenceMs { settings.leadingSilence = .milliseconds(leadingSilenceMs) }
        if let chunkMs { settings.chunk = .milliseconds(chunkMs) }
        if let burst { settings.burst = burst }
        if let seed { settings.seed = seed }
        for text in fault {
            guard let rule = FaultRule(text) else { throw ValidationError("--fault \(text): not a fault") }
            settings.faults.append(rule)
        }
        if let transcriptDelayMs { settings.transcriptDelay = .milliseconds(transcriptDelayMs) }
        if let pingMs { settings.pingInterval = pingMs == 0 ? nil : .milliseconds(pingMs) }
        if let requireKey { settings.requiredKey = requireKey }
        settings.sendsExtraKeys = extraKeys
        settings.fixtures = fixtures
        settings.capture = capture
        settings.loops = loops
        return settings
    }
}

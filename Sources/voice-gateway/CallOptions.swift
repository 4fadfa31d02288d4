import ArgumentParser
import Audio
import Foundation
import Simulation
import WireProtocols

extension StreamProfile: ExpressibleByArgument {}
extension StreamChannels: ExpressibleByArgument {}

/// How a simulated caller calls; shared by `call`, `demo` and `load`.
struct CallOptions: ParsableArguments {
    @Option(help: "The build of mod_audio_stream that is played.") var profile = StreamProfile.fork
    @Option(help: "Sample rate of the stream.") var rate = 8_000
    @Option(help: "Encoding of the caller's audio: l16, pcmu or pcma.") var format = "l16"
    @Option(help: "mono, mixed or stereo.") var channels = StreamChannels.mono
    @Option(help: "STREAM_BUFFER_SIZE.") var bufferMs = 20
    @Option(help: "STREAM_PLAYBACK_WARMUP_MS; by default the profile's own.") var warmupMs: Int?
    @Option(help: "Who calls.") var caller = "+5511999998888"
    @Option(help: "Whom: the secretary's uuid.") var secretary = "default"
    @Option(help: "File that holds the bearer token.") var tokenFile: String?
    @Option(help: "First text frame.") var metadata: String?
    @Option(name: .customLong("query"), help: "Further query parameter, e.g. provider=xai; repeatable.") var query: [String] = []
    @Option(help: "PEM file of CAs trusted beside the system's.") var caFile: String?
    @Option(help: "Scenario file (YAML).") var scenario: String?
    @Option(help: "A fixture's id or a WAV file to say; repeatable; in place of a scenario.") var say: [String] = []

    func settings() throws -> CallerSettings {
        var settings = CallerSettings()
        guard let rate = SampleRate(hertz: rate) else { throw ValidationError("--rate \(rate): expected 8000, 16000, 24000 or 48000") }
        guard let encoding = AudioEncoding(rawValue: format), encoding != .opus else { throw ValidationError("--format \(format): expected l16, pcmu or pcma") }
        guard bufferMs > 0, bufferMs % 20 == 0 else { throw ValidationError("--buffer-ms \(bufferMs): expected a multiple of 20") }
        settings.profile = profile
        settings.rate = rate
        settings.encoding = encoding
        settings.channels = channels
        settings.buffer = .milliseconds(bufferMs)
        settings.warmUp = warmupMs.map { .milliseconds($0) }
        settings.callerID = caller
        settings.secretary = secretary
        settings.metadata = metadata
        settings.query = query
        settings.extraCAFile = caFile
        if let tokenFile {
            let data = try InputFile.read(tokenFile, as: "--token-file \(tokenFile)")
            settings.token = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return settings
    }

    func script() throws -> CallScenario {
        if let scenario {
            let data = try InputFile.read(scenario, as: "--scenario \(scenario)")
            return try CallScenario(yaml: String(decoding: data, as: UTF8.self), file: scenario)
        }
        return say.isEmpty ? .builtIn : .plain(say)
    }

    /// What is said in each turn of the scenario.
    static func utterances(_ scenario: CallScenario, rate: SampleRate, fixtures: String?) throws -> [CallerUtterance?] {
        let folder = fixtures ?? FixtureLibrary.locate()
        let library = try folder.map { folder throws(FixtureError) in try FixtureLibrary(folder: folder) }
        return try scenario.turns.map { try $0.say.map { try CallerUtterance($0, library: library, rate: rate) } }
    }
}

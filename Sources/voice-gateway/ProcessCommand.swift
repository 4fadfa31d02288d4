import ArgumentParser
import Audio

struct ProcessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process", abstract: "Sends a WAV file through the gateway's audio paths, frame by frame; for measuring their quality.")

    enum Path: String, CaseIterable, ExpressibleByArgument {
        /// A-law leg, PCM 24 kHz to the provider and back.
        case linear = "alaw-24k-alaw"
        /// The same with Opus at 24 kbit/s up.
        case opus = "alaw-opus-alaw"
    }

    @Argument(help: "WAV file, 8 kHz mono.") var input: String
    @Argument(help: "WAV file to write.") var output: String
    @Option(help: "alaw-24k-alaw or alaw-opus-alaw.") var path = Path.linear

    func run() throws {
        let source = try WAVFile(path: input)
        guard source.rate == .hz8000, source.channels == 1 else { throw ValidationError("\(input): expected 8 kHz mono") }
        let middle: AudioFormat = path == .linear ? .linear16(.hz24000) : .opus(.hz24000)
        var up = try AudioConverter(from: .pcma, to: middle)
        var down = try PCMDecoder(from: middle, to: .hz8000)
        var heard: [Int16] = []
        for start in stride(from: 0, to: source.samples.count - 159, by: 160) {
            var codes: [UInt8] = []
            G711.encodeALaw(source.samples.span.extracting(start..<start + 160), appendingTo: &codes)
            up.convert(codes.span) { message in down.decode(message, appendingTo: &heard) }
        }
        var codes: [UInt8] = []
        var samples: [Int16] = []
        G711.encodeALaw(heard.span, appendingTo: &codes)
        G711.decodeALaw(codes.span, appendingTo: &samples)
        try WAVFile(rate: .hz8000, samples: samples).write(to: output)
    }
}

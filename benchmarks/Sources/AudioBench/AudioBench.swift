import Audio
import Foundation

/// Measures the audio module, or carries a file along one of its paths.
@main struct AudioBench {
    static let usage = """
        usage: AudioBench [--json PATH]
               AudioBench process IN.wav OUT.wav --path \(SpeechPath.allCases.map(\.rawValue).joined(separator: "|"))
        """

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case nil: try measure(json: nil)
        case "--json" where arguments.count == 2: try measure(json: arguments[1])
        case "process" where arguments.count == 5 && arguments[3] == "--path":
            guard let path = SpeechPath(rawValue: arguments[4]) else { fail("no path is called \(arguments[4])\n\(usage)") }
            try path.carry(try WAVFile(path: arguments[1])).write(to: arguments[2])
        default: fail(usage)
        }
    }

    private static func measure(json: String?) throws {
        let fixtures = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../audio-fixtures").standardized.path
        let speech = try WAVFile(path: "\(fixtures)/pt-numeros-16000-l16.wav")
        let report = Report(resamplers: ResamplerBench.run(), operations: try CodecBench.run(speech: speech))
        print(report.markdown)
        if let json { try report.write(to: json) }
        if !report.shortcomings.isEmpty { fail("\nBelow the goals:\n" + report.shortcomings.joined(separator: "\n")) }
    }

    private static func fail(_ text: String) -> Never {
        FileHandle.standardError.write(Data((text + "\n").utf8))
        exit(1)
    }
}

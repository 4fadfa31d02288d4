import ArgumentParser
import Foundation
import Installation

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Tries everything a new installation gets wrong, and says how to mend it.",
        discussion: """
            A line for each thing: ok, warning or failed, and what to do. Ends with 1 if anything failed. Run it as the gateway's own user and with its \
            environment. Providers are really connected to, without audio; nothing is transferred and no ticket is made.
            """)

    @Option(name: .shortAndLong, help: "The configuration; by default VOICE_GATEWAY_CONFIG.") var config: String?
    @Option(help: "Seconds that anything may take to answer.") var patience = 10.0
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        guard (0.1...300).contains(patience) else { throw ValidationError("--patience \(patience): expected 0.1 to 300 seconds") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var hasFailed = false
        Doctor(try ConfigurationFile.load(config), patience: .milliseconds(Int(patience * 1_000))).examine { finding in
            if finding.verdict == .failed { hasFailed = true }
            print(json ? (try? encoder.encode(finding)).map { String(decoding: $0, as: UTF8.self) } ?? "" : finding.line)
            fflush(nil)
        }
        if hasFailed { throw ExitCode(1) }
    }
}

import Foundation
import Testing

/// The vendors' own schemas, asked about a whole conversation.
enum Validator: String {
    case openAI = "validate_openai.py"
    case elevenLabs = "validate_elevenlabs.py"
    case omniPlay = "validate_omniplay.py"
    case traces = "validate_traces.py"

    /// Fails the test with what the validator says, unless it finds nothing. A missing tool is a failure too.
    func expectNoProblems(in capture: [String], _ location: SourceLocation = #_sourceLocation) throws {
        let verdict = try judge(capture)
        #expect(verdict.status == 0, "\(verdict.output)", sourceLocation: location)
        #expect(verdict.output.contains("\(capture.count) messages, 0 problems"), "\(verdict.output)", sourceLocation: location)
    }

    /// Runs the validator's own self-test.
    func examineItself() throws -> (status: Int32, output: String) { try run([]) }

    /// Runs the validator over a capture.
    func judge(_ capture: [String]) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "capture-\(UUID().uuidString).jsonl")
        try Data(capture.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try run(["--jsonl", file.path()])
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let python = try Self.run(tests.appending(path: "Tools/venv"), [])
        try #require(python.status == 0, "no environment for the validators: \(python.output)")
        let interpreter = URL(filePath: python.output.trimmingCharacters(in: .whitespacesAndNewlines))
        return try Self.run(interpreter, [tests.appending(path: "Validators/\(rawValue)").path()] + arguments)
    }

    private static func run(_ tool: URL, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = tool
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

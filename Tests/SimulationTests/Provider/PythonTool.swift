import Foundation
import Testing

/// Scripts of the vendors' own packages. A missing tool fails the test.
enum PythonTool {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a script of the Tests folder in the validators' environment.
    static func run(_ script: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let environment = try start(tests.appending(path: "Tools/venv"), [])
        try #require(environment.status == 0, "no environment for the validators: \(environment.output)")
        let interpreter = URL(filePath: environment.output.trimmingCharacters(in: .whitespacesAndNewlines))
        return try start(interpreter, [tests.appending(path: script).path()] + arguments)
    }

    /// Fails unless the validator finds the capture without a fault.
    static func expectNoProblems(_ validator: String, in capture: [String], _ location: SourceLocation = #_sourceLocation) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "capture-\(UUID().uuidString).jsonl")
        try Data(capture.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let verdict = try run("Validators/\(validator)", ["--jsonl", file.path()])
        #expect(verdict.status == 0, "\(verdict.output)", sourceLocation: location)
        #expect(verdict.output.contains("\(capture.count) messages, 0 problems"), "\(verdict.output)", sourceLocation: location)
    }

    private static func start(_ tool: URL, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = tool
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

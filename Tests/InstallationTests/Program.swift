import Foundation
import Testing

/// Runs another program to its end.
enum Program {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Names are looked up as a shell would.
    static func run(_ arguments: [String], input: String? = nil, environment: [String: String]? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        if let environment { process.environment = environment.merging(["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]) { own, _ in own } }
        let (output, errors, feed) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = feed
        try process.run()
        if let input { feed.fileHandleForWriting.write(Data(input.utf8)) }
        try feed.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: text, as: UTF8.self), errors: String(decoding: complaints, as: UTF8.self))
    }

    /// The gateway's own executable, beside the tests.
    static func gateway(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        let candidates = [tests, URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../.build/release")]
        let found = candidates.map { $0.appendingPathComponent("voice-gateway").standardizedFileURL.path }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        return try run([try #require(found, "the executable is built before the tests")] + arguments, environment: environment)
    }
}

import Foundation

@testable import Transport

/// Runs a program to its end.
enum Command {
    struct Outcome {
        var status: Int32
        var output: [UInt8]
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    static func run(_ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: Array(output))
    }
}

/// What a server must answer to a key.
enum ClientHandshakeKey {
    static func accept(_ key: String) -> String { ClientHandshake.accept(for: key) }
}

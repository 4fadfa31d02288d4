import Foundation

/// `Tests/Interop/websocket_peer.py` under way.
final class PythonPeer {
    struct Failure: Error { var text: String }

    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ arguments: String...) throws {
        let made = try Command.run([Self.tests.appending(path: "Tools/venv").path()])
        guard made.status == 0 else { throw Failure(text: "no Python environment: \(made.text)") }
        process.executableURL = URL(fileURLWithPath: made.text.trimmingCharacters(in: .whitespacesAndNewlines))
        process.arguments = [Self.tests.appending(path: "Interop/websocket_peer.py").path()] + arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// A server's port, its first line.
    func port() throws -> Int {
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw Failure(text: line) }
        return port
    }

    /// A client's summary, at its end.
    func summary() throws -> String {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: "exit \(process.terminationStatus)") }
        return String(decoding: data, as: UTF8.self)
    }
}

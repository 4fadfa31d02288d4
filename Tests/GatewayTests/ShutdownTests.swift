import Foundation
import Testing

struct ShutdownTests {
    /// A descriptor closed twice may by then be another thread's: the store's, say, or a ticket's upload.
    @Test(.timeLimit(.minutes(1))) func noDescriptorIsClosedTwice() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shutdown-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (config, trace) = (folder + "/gateway.yaml", folder + "/trace")
        try "loops: 2\nlisteners: {main: {port: 0}}\n".write(toFile: config, atomically: true, encoding: .utf8)
        // The gateway is the tracer's parent, and gets the signals itself.
        let gateway = try GatewayProcess(config, wrapper: ["strace", "-D", "-f", "-o", trace, "-e", "trace=close"])
        // Held open to the end.
        let connection = try RawStream("ws://127.0.0.1:\(gateway.port)/health")
        #expect(connection.outcome.opened)
        gateway.terminate()
        connection.stop()
        var calls = ""
        // The tracer may end a little later than what it traces.
        let end = Date().addingTimeInterval(20)
        repeat { calls = try String(contentsOfFile: trace, encoding: .utf8) } while !calls.contains("+++ exited with 0 +++") && Date() < end
        #expect(calls.contains("+++ exited with 0 +++"))
        #expect(calls.contains("close(") && !calls.contains("EBADF"), "\(calls.split(separator: "\n").filter { $0.contains("EBADF") })")
    }
}

import Foundation
import Glibc
import Testing

/// A program with its arguments, in a process of its own and with a folder for what it leaves; not by Foundation's Process, see GatewayProcess.
struct CommandRun {
    let folder: String
    private let process: pid_t
    private let log: String

    /// - Parameters:
    ///   - executable: `nil`: voice-gateway.
    ///   - folder: where an earlier run has left things; `nil`: a new one, which `remove` removes.
    init(executable: String? = nil, _ arguments: [String], in folder: String? = nil) throws {
        self.folder = folder ?? FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        log = self.folder + "/\(UUID().uuidString).log"
        let place = self.folder
        let words = [try executable ?? GatewayProcess.executable().path] + arguments.map { $0.replacing("FOLDER", with: place) }
        let command = "exec " + words.map { "'\($0)'" }.joined(separator: " ") + " > '\(log)' 2>&1 < /dev/null"
        var pointers: [UnsafeMutablePointer<CChar>?] = ["/bin/sh", "-c", command].map { (word: String) in strdup(word) } + [nil]
        defer { pointers.forEach { free($0) } }
        var started = pid_t()
        let failure = posix_spawn(&started, "/bin/sh", nil, nil, &pointers, environ)
        process = started
        try #require(failure == 0)
    }

    /// - Returns: its exit status, or -1 if it had to be killed, and what it printed.
    func end(within seconds: Double = 120) -> (status: Int32, log: String) {
        let deadline = Date().addingTimeInterval(seconds)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard Date() < deadline else {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                return (-1, text)
            }
            usleep(20_000)
        }
        return (status & 0x7f == 0 ? (status >> 8) & 0xff : -1, text)
    }

    /// As Ctrl-C does.
    func interrupt() { kill(process, SIGINT) }

    func data(_ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)) }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private var text: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
}

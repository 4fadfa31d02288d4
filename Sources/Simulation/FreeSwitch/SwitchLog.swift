import CallControl
import Glibc
import WireProtocols

/// Every command that the emulated FreeSWITCH got, in memory and, if wanted, as JSON lines:
/// `{"t_ms":12.5,"connection":1,"command":"bgapi uuid_kill …","job":"…"}`. Passwords are masked.
final class SwitchLog {
    private let start: Instant
    private let file: UnsafeMutablePointer<FILE>?
    private(set) var commands: [String] = []
    private static let mostKept = 100_000

    /// `nil` if the file can't be made.
    init?(path: String?, start: Instant) {
        self.start = start
        guard let path else {
            file = nil
            return
        }
        guard let file = fopen(path, "w") else { return nil }
        self.file = file
    }

    deinit { if let file { fclose(file) } }

    func write(_ command: String, job: String?, connection: Int, at now: Instant) {
        let shown = command.hasPrefix("auth ") ? "auth ***" : command
        if commands.count < Self.mostKept { commands.append(shown) }
        guard let file else { return }
        let line: JSONValue = .object([
            "t_ms": .double((now - start).inMilliseconds), "connection": .integer(connection), "command": .string(shown), "job": job.map { .string($0) },
        ])
        let bytes = line.bytes + [UInt8(ascii: "\n")]
        // Flushed at once: others read the file while we write it.
        fwrite(bytes, 1, bytes.count, file)
        fflush(file)
    }
}

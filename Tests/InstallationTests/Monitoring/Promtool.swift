import Foundation
import Glibc
import Testing

/// Prometheus' own checker, of Debian's package `prometheus`.
enum Promtool {
    struct Missing: Error, CustomStringConvertible {
        let description = "promtool is needed by this test and is not installed (make test installs it)"
    }

    struct Verdict {
        var isGood: Bool
        var output: String
    }

    /// By `posix_spawn`: Foundation's `Process` is not made for tests that run beside each other.
    /// - Parameter input: a file that it reads as its standard input.
    static func run(_ arguments: [String], input: String = "/dev/null") throws -> Verdict {
        let output = FileManager.default.temporaryDirectory.appending(path: "promtool-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: output) }
        let status = try spawn(["/usr/bin/env", "promtool"] + arguments, input: input, output: output)
        if status == 127 << 8 { throw Missing() }
        return Verdict(isGood: status == 0, output: try String(contentsOfFile: output, encoding: .utf8))
    }

    /// - Returns: its wait status.
    private static func spawn(_ command: [String], input: String, output: String) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words = command.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child = pid_t()
        try #require(posix_spawn(&child, command[0], &actions, nil, &words, environ) == 0)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }
}

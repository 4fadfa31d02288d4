import Foundation
import Glibc

extension PostgresServer {
    /// Debian keeps the server's programs beside the PATH, in a folder for each version.
    static func program(_ name: String) throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let candidates = versions.sorted { $0.localizedStandardCompare($1) == .orderedDescending }.map { "/usr/lib/postgresql/\($0)/bin/\(name)" }
        guard let found = (candidates + ["/usr/bin/\(name)", "/bin/\(name)"]).first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw Failure(description: "\(name) is needed by this test and is not installed (make test installs it)")
        }
        return found
    }

    static let environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"]

    /// As the user `postgres` where we are root.
    static func command(_ name: String, _ arguments: [String]) throws -> [String] {
        let command = [try program(name)] + arguments
        return geteuid() == 0 ? ["/usr/bin/env", "runuser", "-u", "postgres", "--"] + command : command
    }

    /// Runs a program to its own end, which is not that of what it leaves running (Foundation's `Process` waits for both: a server that
    /// `pg_ctl` started inherits the socket by which it learns of the end). Its output is in the error.
    static func run(_ name: String, _ arguments: [String], input: String = "") throws {
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try Data(input.utf8).write(to: URL(fileURLWithPath: place + ".in"))
        defer { for ending in [".in", ".out"] { try? FileManager.default.removeItem(atPath: place + ending) } }
        let status = try spawn(try command(name, arguments), input: place + ".in", output: place + ".out")
        guard status == 0 else { throw Failure(description: "\(name): \((try? String(contentsOfFile: place + ".out", encoding: .utf8)) ?? "")") }
    }

    /// Closes what other parts of the test have open, which a server would keep open for them; Glibc's own call for it is out of Swift's sight.
    private static let closing = """
        cd /; for file in /proc/$$/fd/*; do number=${file##*/}; if ((number > 2 && number != 255)); then eval "exec $number>&-"; fi; done; exec "$@"
        """

    /// - Returns: its wait status.
    private static func spawn(_ command: [String], input: String, output: String) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let command = ["/bin/bash", "-c", closing, "bash"] + command
        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let failure = posix_spawn(&child, command[0], &actions, nil, arguments, variables)
        guard failure == 0 else { throw Failure(description: "\(command[0]): \(String(cString: strerror(failure)))") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }
}

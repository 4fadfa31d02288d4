import Foundation
import Glibc
import Locking
import Testing

/// `voice-gateway serve` in a process of its own, which can be killed.
final class GatewayProcess {
    /// `voice-gateway` is not beside the tests.
    private struct NotBuilt: Error {}

    private struct NotStarted: Error { var log: String }

    private let process: pid_t
    private let end = Locked<Int32?>(nil)
    private(set) var port = 0

    /// Not by Foundation's Process: of several that start at a time, one may inherit the socket by which another's end is waited for.
    /// - Parameters:
    ///   - configuration: its path.
    ///   - environment: secrets, beside this process's own environment.
    ///   - wrapper: a program that runs it, with arguments before those of the gateway.
    init(_ configuration: String, environment: [String: String] = [:], wrapper: [String] = []) throws {
        let command = ["/usr/bin/env"] + environment.map { "\($0)=\($1)" } + wrapper + [try Self.executable().path, "serve", "--config", configuration]
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 })
        defer { close(ends[1]) }
        let log = ends[0]
        process = try Self.spawn(command, log: ends[1])
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while port == 0 {
            var waiting = pollfd(fd: log, events: Int16(POLLIN), revents: 0)
            let count = poll(&waiting, 1, 20_000) == 1 ? read(log, &buffer, buffer.count) : 0
            guard count > 0 else {
                Glibc.kill(-process, SIGKILL)
                waitpid(process, nil, 0)
                close(log)
                throw NotStarted(log: text)
            }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if let found = text.firstMatch(of: #/ws://127\.0\.0\.1:(\d+)/#), let number = Int(found.1) { port = number }
        }
        // Nobody reads its log, and it must not wait for anybody to.
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while read(log, &buffer, buffer.count) > 0 {}
            close(log)
        }
    }

    /// A group of its own, so that a wrapper and what it runs can be killed together.
    private static func spawn(_ command: [String], log: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, mode) in [(Int32(0), O_RDONLY), (1, O_WRONLY)] { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", mode, 0) }
        posix_spawn_file_actions_adddup2(&actions, log, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var words = command.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        try #require(posix_spawn(&process, command[0], &actions, &attributes, &words, environ) == 0)
        return process
    }

    /// Built beside the tests.
    static func executable() throws -> URL {
        var folder = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        let places = Bundle.allBundles.map(\.bundleURL) + [folder]
        for place in places {
            folder = place
            for _ in 0..<4 {
                folder.deleteLastPathComponent()
                let candidate = folder.appending(path: "voice-gateway")
                if FileManager.default.isExecutableFile(atPath: candidate.path()), !candidate.hasDirectoryPath { return candidate }
            }
        }
        throw NotBuilt()
    }

    var isRunning: Bool { status(WNOHANG) == nil }

    /// Kills it, and its wrapper with it; returns when it is gone.
    func kill() {
        Glibc.kill(-process, SIGKILL)
        _ = status(0)
    }

    func signal(_ signal: Int32) { Glibc.kill(process, signal) }

    /// Asks it to end, and waits until it has.
    func terminate() {
        Glibc.kill(process, SIGTERM)
        _ = status(0)
    }

    /// Its exit status, once it has ended.
    private func status(_ options: Int32) -> Int32? {
        end.withLock { end in
            guard end == nil else { return end }
            var status: Int32 = 0
            if waitpid(process, &status, options) == process { end = status }
            return end
        }
    }
}

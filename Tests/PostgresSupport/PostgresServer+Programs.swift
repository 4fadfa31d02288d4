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

    /// A program, as the user `postgres` where we are root.
    static func process(_ name: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        let command = [try program(name)] + arguments
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] + command : command
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"]
        return process
    }

    /// Runs it to its end; its output, by way of a file (what `pg_ctl` starts would hold a pipe open), is in the error.
    static func run(_ name: String, _ arguments: [String], input: String = "") throws {
        let process = try process(name, arguments)
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data().write(to: place)
        defer { try? FileManager.default.removeItem(at: place) }
        let output = try FileHandle(forWritingTo: place)
        (process.standardOutput, process.standardError) = (output, output)
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(name): \(String(decoding: (try? Data(contentsOf: place)) ?? Data(), as: UTF8.self))")
        }
    }
}

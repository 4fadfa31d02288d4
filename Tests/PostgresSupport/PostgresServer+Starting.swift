import Foundation
import Glibc

extension PostgresServer {
    static func makeFolder() throws -> String {
        let folder = "/tmp/postgres-test-\(UUID().uuidString.prefix(8))"
        guard mkdir(folder, 0o755) == 0 else { throw Failure(description: "\(folder) cannot be made") }
        guard geteuid() == 0 else { return folder }
        guard let user = getpwnam("postgres"), chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
            throw Failure(description: "there is no user postgres, so PostgreSQL is not installed (make test installs it)")
        }
        return folder
    }

    /// Another process may take the port between our look and the server's, so it is tried again.
    static func startOnFreePort(_ folder: String, _ settings: [String: String]) throws -> Int {
        var last = Failure(description: "no free port")
        for _ in 1...3 {
            let port = try freePort()
            let all = [
                "port": "\(port)", "listen_addresses": "'127.0.0.1'", "unix_socket_directories": "'\(folder)'", "fsync": "off",
                "max_connections": "50", "shared_buffers": "16MB",
            ].merging(settings) { $1 }
            let text = all.map { "\($0.key) = \($0.value)\n" }.sorted().joined()
            try run("sh", ["-c", "cat > \"$0\"", folder + "/data/postgresql.auto.conf"], input: text)
            do {
                try run("pg_ctl", ["-D", folder + "/data", "-l", folder + "/log", "-w", "start"])
                return port
            } catch let failure as Failure {
                last = failure
            }
        }
        throw last
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
        }
        guard bound else { throw Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits for the end of its input, then stops the server and removes the folder.
    static func makeWarden(_ folder: String) throws -> (Process, FileHandle) {
        let script = "cat >/dev/null; \"$0\" -D \"$1/data\" -m immediate -w stop; rm -rf \"$1\""
        let command = try command("sh", ["-c", script, try program("pg_ctl"), folder])
        let warden = Process()
        warden.executableURL = URL(fileURLWithPath: command[0])
        warden.arguments = Array(command.dropFirst())
        warden.currentDirectoryURL = URL(fileURLWithPath: "/")
        warden.environment = environment
        var ends: [Int32] = [0, 0]
        // Not inherited by other programs that the test starts: they would hold the leash too.
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else { throw Failure(description: "no pipe") }
        warden.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        warden.standardOutput = FileHandle.nullDevice
        warden.standardError = FileHandle.nullDevice
        try warden.run()
        return (warden, FileHandle(fileDescriptor: ends[1], closeOnDealloc: true))
    }
}

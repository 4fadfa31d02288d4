import Foundation
import Glibc
import Testing

/// The console in a real browser; see Tests/ConsolePage/run.py.
@Suite struct ConsolePageTests {
    @Test(.timeLimit(.minutes(5))) func everyViewWorksInABrowserWhileCallsGoOn() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "ConsolePage/run.py").path
        let walk = try CommandRun(
            executable: "/usr/bin/python3", ["-B", script, "--gateway", GatewayProcess.executable().path, "--calls", "20", "--seconds", "10"])
        defer { walk.remove() }
        let (status, log) = walk.end(within: 240)
        #expect(status == 0 && log.contains(" 0 problems"), "\(log)")
    }
}

import Foundation
import Glibc
import Logging
import Settings
import TestSupport
import Testing

@testable import Gateway

/// What a gateway tells of itself and its process.
@Suite(.serialized) struct GatewayMetricsTests {
    private static func settings(_ yaml: String = "") throws -> GatewaySettings {
        let loaded = GatewaySettings.load(text: yaml, file: "", environment: [:]) { _ in "" }
        return try #require(loaded.settings, "\(loaded.problems)")
    }

    private func gateway(_ yaml: String = "") throws -> Gateway {
        try Gateway(settings: try Self.settings(yaml), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func value(_ series: String, of gateway: Gateway) throws -> Double {
        let line = try #require(gateway.metricsText.split(separator: "\n").first { $0.hasPrefix(series + " ") }, "\(series)")
        return try #require(Double(line.dropFirst(series.count + 1)))
    }

    @Test func theProcessIsThisOne() throws {
        let gateway = try gateway()
        let started = try value("process_start_time_seconds", of: gateway)
        let now = Date().timeIntervalSince1970
        #expect(started < now && started > now - 86_400)
        // By another's reckoning; both are of whole seconds or ticks.
        let told = try runTool("ps", ["-o", "etimes=", "-p", "\(getpid())"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        let elapsed = try #require(Double(told))
        #expect(abs(now - started - elapsed) < 3)
        #expect(try value("process_start_time_seconds", of: gateway) == started)
        let used = try value("process_cpu_seconds_total", of: gateway)
        let usedSince = try value("process_cpu_seconds_total", of: gateway)
        #expect(used > 0 && usedSince > used)
    }

    @Test func openFilesAreCounted() throws {
        let gateway = try gateway()
        let before = try value("process_open_fds", of: gateway)
        let pipes = (0..<50).map { _ in Pipe() }
        // Other tests' files come and go meanwhile.
        let after = try value("process_open_fds", of: gateway)
        #expect(abs(after - before - 100) < 50)
        #expect(try value("process_max_fds", of: gateway) > after)
        withExtendedLifetime(pipes) {}
    }

    @Test(arguments: [("1 (a) b) c) S", 1_764_140_100.5), ("1 () S", 1_764_140_100.5)]) func theStartIsReadWhateverTheName(_ head: String, _ expected: Double) {
        let own = head + String(repeating: " 0", count: 18) + " 10050 0 0\n"
        #expect(ProcessTime.startedAt(own, "cpu 1 2\nbtime 1764140000\nprocesses 9\n", ticksPerSecond: 100) == expected)
    }

    @Test(arguments: ["", "1 (a", "1 (a) S 0 0"]) func aStartThatCannotBeReadIsNone(_ own: String) {
        #expect(ProcessTime.startedAt(own, "btime 1764140000\n", ticksPerSecond: 100) == nil)
        #expect(ProcessTime.startedAt("1 (a) S" + String(repeating: " 0", count: 20), "", ticksPerSecond: 100) == nil)
    }

    @Test func theLimitIsThatOfTheSettingsAsLastLoaded() throws {
        let gateway = try gateway("limits: {max_calls: 7}")
        #expect(try value("voice_gateway_limit_calls", of: gateway) == 7)
        #expect(try value(#"voice_gateway_config_reloads_total{outcome="loaded"}"#, of: gateway) == 0)
        gateway.reload(try Self.settings("limits: {max_calls: 9}"))
        #expect(try value("voice_gateway_limit_calls", of: gateway) == 9)
        gateway.refuseReload()
        gateway.refuseReload()
        #expect(try value(#"voice_gateway_config_reloads_total{outcome="loaded"}"#, of: gateway) == 1)
        #expect(try value(#"voice_gateway_config_reloads_total{outcome="refused"}"#, of: gateway) == 2)
        #expect(try value("voice_gateway_build_info{version=\"\(Gateway.version)\"}", of: gateway) == 1)
    }

    /// A file with a mistake changes nothing but the counter.
    @Test func aRefusedFileIsCountedByTheServerItself() throws {
        let file = FileManager.default.temporaryDirectory.path + "/reload-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "listeners: {a: {port: 0}}\n".write(toFile: file, atomically: true, encoding: .utf8)
        let process = try GatewayProcess(file)
        defer { process.kill() }
        func count(_ outcome: String) throws -> String? {
            let text = try runTool("curl", ["-s", "http://127.0.0.1:\(process.port)/metrics"]).output
            return text.firstMatch(of: try Regex("config_reloads_total\\{outcome=\"\(outcome)\"\\} (\\d+)")).map { String($0.output[1].substring ?? "") }
        }
        for (text, refused) in [("listeners: {a: {port: x}}\n", "1"), ("", "2")] {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            process.signal(SIGHUP)
            let deadline = Date().addingTimeInterval(10)
            while try count("refused") != refused, Date() < deadline {}
            #expect(try count("refused") == refused)
            #expect(try count("loaded") == "0")
        }
    }
}

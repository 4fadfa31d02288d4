import Foundation
import Testing

@testable import Telemetry

/// Prometheus' own checker (Debian's package `prometheus`) reads what we write. Without it the test fails.
@Suite struct PromtoolTests {
    @Test func findsNothingWrong() throws {
        let registry = MetricRegistry()
        registry.gauge("voice_gateway_calls_active", "Calls in progress.").set(3)
        for provider in ["openai", "ele\"ven\\labs\n", "xai é😀"] {
            registry.counter("voice_gateway_turns_total", "Turns, by provider and outcome.", ["provider": provider, "outcome": "answered"]).increment()
            let bounds = [0.000_01, 0.05, 0.1, 1, 2.5, 10]
            let histogram = registry.histogram(
                "voice_gateway_turn_voice_to_voice_seconds", "To the \"first\" \\ sample.\n", ["provider": provider], bounds: bounds)
            for span in [0.000_001, 0.4, 0.724, 60] { histogram.record(seconds: span) }
        }
        registry.computed("voice_gateway_loop_lateness_seconds", "Lateness of the worst loop.", ["loop": "0"]) { 1e-7 }
        registry.computed("voice_gateway_unknown_ratio", "Not known.") { .nan }
        registry.computed("voice_gateway_endless_ratio", "Endless.") { .infinity }
        let verdict = try Self.check(registry.text)
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(verdict.output == "")
    }

    /// The checker is really asked.
    @Test(arguments: ["x{a=\"1} 1\n", "# TYPE x histogram\nx 1\n", "x_seconds_total 1\nx_seconds_total 2 3 4\n"]) func refusesWhatIsWrong(_ text: String) throws
    {
        #expect(try Self.check(text).status != 0)
    }

    private static func check(_ text: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["promtool", "check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}

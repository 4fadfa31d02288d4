import CallControl
import Comparison
import Foundation
import Testing

/// `experiment report`, through the executable, on records such as the gateway writes.
@Suite(.serialized) struct ExperimentReportTests {
    private static let yaml = """
        providers: {quick: {kind: openai, url: 'ws://127.0.0.1:9/v1/realtime'}, slow: {kind: openai, url: 'ws://127.0.0.1:9/v1/realtime'}}
        secretaries: {clinic: {name: Clinic}}
        experiments: {speed: {arms: {control: {weight: 50, provider: quick}, slower: {weight: 50, provider: slow}}}}
        """

    /// - Parameter share: of the calls that are the control's.
    private static func folder(calls: Int, share: Double, shares: [String: Double]? = ["control": 0.5, "slower": 0.5]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "experiment-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/records", withIntermediateDirectories: true)
        try yaml.write(toFile: folder + "/gateway.yaml", atomically: true, encoding: .utf8)
        let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "WireProtocolsTests/OpenTelemetry/call.json")
        var record = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: sample))
        var generator = SeededGenerator(seed: 5)
        record.experiment = "speed"
        record.arm_shares = shares
        for number in 0..<calls {
            let isControl = Double(number % 10) < share * 10
            record.call_uuid = "call-\(number)"
            record.started_at += 1_000
            record.arm = isControl ? "control" : "slower"
            (record.cost, record.cost_currency) = (isControl ? 0.05 : 0.04, "USD")
            for index in record.latency.indices {
                let thinking = 300 + generator.unit() * 200 + (isControl ? 0 : 150)
                record.latency[index].timestamp += 1_000
                record.latency[index].thinking_ms = thinking
                record.latency[index].voice_to_voice_ms = 600 + thinking
            }
            try JSONEncoder().encode(record).write(to: URL(fileURLWithPath: "\(folder)/records/call-\(number).json"))
        }
        return folder
    }

    private static func report(_ folder: String, _ name: String = "speed") throws -> (status: Int32, log: String) {
        try CommandRun(
            ["experiment", "report", name, "--config", "FOLDER/gateway.yaml", "--records", "FOLDER/records", "--out", "FOLDER/out"], in: folder
        ).end(within: 60)
    }

    @Test func theArmsDifferenceIsFoundInTheRecords() throws {
        let folder = try Self.folder(calls: 200, share: 0.5)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try Self.report(folder)
        #expect(result.status == 0 && result.log.contains("200 calls"), "\(result.log)")
        let run = try ComparisonRun.read(from: folder + "/out/run.json")
        #expect(run.calls.count == 200 && run.facts.arms.map(\.name) == ["control", "slower"])
        #expect(result.log.contains("slower") && result.log.contains("later"), "\(result.log)")
        #expect(FileManager.default.fileExists(atPath: folder + "/out/report.html"))
        #expect(!result.log.contains("split"), "\(result.log)")
    }

    /// 80 against 20 of a hundred, since an arm had a smaller weight then, and a stream that was started again.
    @Test func theDivisionOfTheirTimeIsWhatTheCallsAreHeldAgainst() throws {
        let folder = try Self.folder(calls: 400, share: 0.8, shares: ["control": 0.8, "slower": 0.2])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/records/call-0.json"
        var again = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        again.started_at += 500
        try JSONEncoder().encode(again).write(to: URL(fileURLWithPath: folder + "/records/call-0-\(again.started_at).json"))
        again.arm = "removed"
        again.call_uuid = "gone"
        try JSONEncoder().encode(again).write(to: URL(fileURLWithPath: folder + "/records/gone.json"))
        let result = try Self.report(folder)
        #expect(result.status == 0 && !result.log.contains("split"), "\(result.log)")
        let run = try ComparisonRun.read(from: folder + "/out/run.json")
        #expect(run.calls.count == 402 && run.arms == ["control", "slower", "removed"])
    }

    @Test func aSplitThatIsOffAndTooFewCallsAreSaid() throws {
        let off = try Self.folder(calls: 400, share: 0.7)
        defer { try? FileManager.default.removeItem(atPath: off) }
        let uneven = try Self.report(off)
        #expect(uneven.log.contains("split"), "\(uneven.log)")
        let few = try Self.folder(calls: 20, share: 0.5)
        defer { try? FileManager.default.removeItem(atPath: few) }
        let small = try Self.report(few)
        #expect(small.log.contains("Too few calls"), "\(small.log)")
        let unknown = try Self.report(few, "speeed")
        #expect(unknown.status != 0 && unknown.log.contains("the configuration has no experiment speeed; it has speed"), "\(unknown.log)")
    }
}

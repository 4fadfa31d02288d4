import Comparison
import Foundation
import Testing

/// `bench latency` and `bench compare`, through the executable.
@Suite(.serialized) struct BenchLatencyTests {
    private static let arms = ["--emulate", "quick=thinking:200;seed:1", "--emulate", "slow=thinking:350;seed:2"]

    private static func arguments(_ calls: Int, concurrency: Int) -> [String] {
        ["bench", "latency"] + arms + ["--calls", "\(calls)", "--concurrency", "\(concurrency)", "--scenario", "FOLDER/scenario.yaml", "--out", "FOLDER"]
    }

    private static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let yaml = "scenarios: {narrow: {format: pcmu, turns: [{say: pt-saldo}]}, wide: {rate: 16000, turns: [{say: pt-saldo-pink10}]}}\n"
        try yaml.write(toFile: folder + "/scenario.yaml", atomically: true, encoding: .utf8)
        return folder
    }

    @Test(.timeLimit(.minutes(4))) func theSetDifferenceIsFoundThoughTheRunWasInterrupted() throws {
        let folder = try Self.folder()
        let first = try CommandRun(Self.arguments(6, concurrency: 3), in: folder)
        defer { first.remove() }
        // Until some calls have ended.
        let deadline = Date().addingTimeInterval(60)
        while (try? String(contentsOfFile: folder + "/calls.jsonl", encoding: .utf8).split(separator: "\n").count) ?? 0 < 3, Date() < deadline {
            usleep(50_000)
        }
        first.interrupt()
        let interrupted = first.end()
        #expect(interrupted.status == 0 && interrupted.log.contains("the same command goes on with it"), "\(interrupted.log)")
        let before = try ComparisonRun.read(from: folder + "/run.json").calls
        #expect((2..<12).contains(before.count))

        let second = try CommandRun(Self.arguments(6, concurrency: 9), in: folder).end()
        #expect(second.status == 0 && second.log.contains("12 of 12 calls"), "\(second.log)")
        let run = try ComparisonRun.read(from: folder + "/run.json")
        #expect(Set(run.calls.map(\.id)).count == 12 && before.allSatisfy { call in run.calls.contains { $0.id == call.id } })
        for arm in ["quick", "slow"] { for scenario in ["narrow", "wide"] { #expect(run.calls.count { $0.arm == arm && $0.scenario == scenario } == 3) } }
        let values = { (arm: String, span: SpanName) in run.calls.filter { $0.arm == arm }.flatMap(\.turns).compactMap { $0.spans[span] }.sorted() }
        for span in [SpanName.voiceToVoice, .callerVoiceToVoice, .thinking] {
            let (quick, slow) = (values("quick", span), values("slow", span))
            try #require(quick.count == 6 && slow.count == 6, "\(span): \(quick) \(slow)")
            #expect(abs(slow[3] - quick[3] - 150) < 25, "\(span): \(quick) \(slow)")
        }
        for file in ["report.html", "report.json", "calls.csv", "turns.csv", "ecdf.svg"] {
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)).count > 200)
        }
        #expect(run.facts.fixtures.map(\.name) == ["pt-saldo-16000-l16-pink10.wav", "pt-saldo-8000-l16.wav"])

        let same = try CommandRun(["bench", "compare", "FOLDER/run.json", "FOLDER/run.json"], in: folder).end()
        #expect(same.status == 0, "\(same.log)")
        let decided = try CommandRun(["bench", "compare", "FOLDER/run.json", "FOLDER/run.json", "--decide"], in: folder).end()
        #expect(decided.status == 3 && decided.log.contains("verdict: not enough"), "\(decided.log)")
        let again = try CommandRun(Self.arguments(6, concurrency: 3), in: folder).end()
        #expect(again.status == 0 && again.log.contains("all 12 calls were made before: none is made now"), "\(again.log)")
        let other = try CommandRun(Self.arguments(7, concurrency: 9), in: folder).end()
        #expect(other.status != 0 && other.log.contains("is of another run"), "\(other.log)")
    }

    @Test(arguments: [
        (["bench", "latency", "--emulate", "a=thinking:soon"], "--emulate a: thinking:soon: expected thinking:300"),
        (["bench", "latency", "--emulate", "a=speed:1"], "--emulate a: speed:1: expected thinking, endpointing"),
        (["bench", "latency", "--emulate", "a=endpointing:-1"], "--emulate a: endpointing:-1: expected endpointing:MILLISECONDS"),
        (["bench", "latency", "--emulate", "a", "--calls", "1", "--out", "/proc/nope"], "--out /proc/nope: No such file or directory"),
        (["bench", "compare", "FOLDER/none.json", "FOLDER/none.json"], "none.json: cannot be read: No such file or directory"),
    ]) func mistakesAreSaidInWords(_ arguments: [String], _ words: String) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try CommandRun(arguments, in: folder).end()
        #expect(run.status != 0 && run.log.contains(words), "\(run.log)")
        #expect(!run.log.contains("NSCocoaErrorDomain"), "\(run.log)")
    }
}

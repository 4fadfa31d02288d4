import Comparison
import Foundation
import Testing

@testable import Bench

@Suite struct BenchJournalTests {
    private static func call(_ id: String) -> MeasuredCall { MeasuredCall(id: id, arm: "a", scenario: "s", started: 0, duration: 10) }

    /// In a folder of its own, which is gone afterwards.
    private func inFolder(_ body: (_ path: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "calls.jsonl").path)
    }

    private func problem(_ path: String, _ plan: String) -> String? {
        do {
            _ = try BenchJournal(path: path, plan: plan)
            return nil
        } catch { return error.description }
    }

    @Test func aRunGoesOnWhereItStopped() throws {
        try inFolder { path in
            let began = try {
                let journal = try BenchJournal(path: path, plan: "p")
                journal.add(Self.call("1"))
                journal.add(Self.call("2"))
                return journal.startedAt
            }()
            // Killed in the midst of a line, and before that one call was noted twice.
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try (text + text.split(separator: "\n")[1] + "\n{\"id\":\"3\",\"ar").write(toFile: path, atomically: false, encoding: .utf8)
            let again = try BenchJournal(path: path, plan: "p")
            #expect(again.done.map(\.id) == ["1", "2"])
            #expect(abs(again.startedAt.timeIntervalSince(began)) < 0.001)
            again.add(Self.call("3"))
            #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 4)
        }
    }

    @Test func anotherRunsCallsAreNotMixedIn() throws {
        try inFolder { path in
            try { try BenchJournal(path: path, plan: "p").add(Self.call("1")) }()
            #expect(problem(path, "q")?.contains("is of another run") == true)
        }
    }

    @Test func aCallThatCanNotBeReadIsNotThrownAway() throws {
        try inFolder { path in
            try { try BenchJournal(path: path, plan: "p").add(Self.call("1")) }()
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let damaged = text.replacing("\"started_s\"", with: "\"began\"") + text.split(separator: "\n")[1] + "\n"
            try damaged.write(toFile: path, atomically: false, encoding: .utf8)
            #expect(problem(path, "p")?.contains("line 2: it is no call") == true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == damaged)
        }
    }

    @Test func aRunThatNeverMadeACallHoldsNothingUp() throws {
        try inFolder { path in
            #expect(problem(path, "p") == nil)
            #expect(problem(path, "q") == nil)
        }
    }

    @Test func oneWritesAtATime() throws {
        try inFolder { path in
            let first = try BenchJournal(path: path, plan: "p")
            #expect(problem(path, "p")?.contains("another run is writing it") == true)
            first.add(Self.call("1"))
        }
    }

    @Test func whatIsNoJournalIsLeftAlone() throws {
        try inFolder { path in
            try "notes of mine\n".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(problem(path, "p")?.contains("is no journal") == true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "notes of mine\n")
            #expect(problem("/proc/nope/calls.jsonl", "p") == "/proc/nope/calls.jsonl: No such file or directory")
        }
    }
}

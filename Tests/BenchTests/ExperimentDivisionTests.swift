import CallControl
import Foundation
import Testing

@testable import Bench

@Suite struct ExperimentDivisionTests {
    private static let arms = ["control", "quick"]
    private static let usual = ["control": 0.5, "quick": 0.5]

    private static func records(_ shares: [[String: Double]?]) throws -> [CallRecord] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "WireProtocolsTests/OpenTelemetry/call.json")
        let sample = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: file))
        return shares.enumerated().map { number, shares in
            var record = sample
            record.call_uuid = "call-\(number)"
            record.started_at = 1_800_000_000_000 + Int64(number) * 1_000
            record.arm_shares = shares
            return record
        }
    }

    @Test func oneDivisionNeedsNoWord() throws {
        let division = ExperimentDivision(try Self.records(Array(repeating: ["control": 0.8, "quick": 0.2], count: 5)), arms: Self.arms, usual: Self.usual)
        #expect(division.notes.isEmpty)
        #expect(abs(division.weight(of: "control") - 0.8) < 1e-9 && abs(division.weight(of: "quick") - 0.2) < 1e-9)
    }

    @Test func recordsThatDoNotTellAreOfTodaysDivision() throws {
        let division = ExperimentDivision(try Self.records([nil, nil]), arms: Self.arms, usual: Self.usual)
        #expect(division.notes.isEmpty && division.weight(of: "quick") == 0.5)
    }

    @Test func eachTimeCountsByItsCalls() throws {
        let before = ["control": 0.5, "quick": 0.5]
        let after = ["control": 0.9, "quick": 0.1]
        let ordered = ExperimentDivision(try Self.records([before, before, before, after]).reversed(), arms: Self.arms, usual: Self.usual)
        #expect(abs(ordered.weight(of: "control") - 0.6) < 1e-9)
        #expect(ordered.notes.first == "The division changed at 2027-01-15T08:00:03Z: control 90 %, quick 10 % instead of control 50 %, quick 50 %.")
        #expect(ordered.notes.last?.contains("not of the same times") == true)
    }

    @Test func anArmThatWasTakenOutIsNamed() throws {
        let division = ExperimentDivision(try Self.records([Self.usual, ["control": 1]]), arms: Self.arms, usual: Self.usual)
        #expect(division.notes.first?.hasSuffix("control 100 %, quick none instead of control 50 %, quick 50 %. A guardrail had taken quick out.") == true)
        #expect(division.weight(of: "quick") == 0.25)
    }

    @Test func manyChangesAreToldInShort() throws {
        let division = ExperimentDivision(
            try Self.records((0..<30).map { $0 % 2 == 0 ? Self.usual : ["control": 1] }), arms: Self.arms, usual: Self.usual)
        #expect(division.notes.count == 12)
        #expect(division.notes[10] == "It changed 19 times more.")
    }
}

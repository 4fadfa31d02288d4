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
        #expect(division.notes == ["2 of 2 calls do not tell how calls were divided at their time; their split can't be tested."])
        #expect(division.weight(of: "quick") == 0.5)
    }

    @Test func eachTimeCountsByItsCalls() throws {
        let before = ["control": 0.5, "quick": 0.5]
        let after = ["control": 0.9, "quick": 0.1]
        let records = try Self.records(Array(repeating: before, count: 15) + Array(repeating: after, count: 5))
        let division = ExperimentDivision(records.reversed(), arms: Self.arms, usual: Self.usual)
        #expect(abs(division.weight(of: "control") - 0.6) < 1e-9)
        #expect(division.notes.first == "The division changed at 2027-01-15T08:00:15Z: control 90 %, quick 10 % instead of control 50 %, quick 50 %.")
        #expect(division.notes.last?.contains("not of the same times") == true)
        #expect(division.phase(of: records[0]) == 0 && division.phase(of: records[19]) == 1)
    }

    @Test func anArmThatWasTakenOutIsNamed() throws {
        let division = ExperimentDivision(
            try Self.records(Array(repeating: Self.usual, count: 5) + Array(repeating: ["control": 1], count: 5)), arms: Self.arms, usual: Self.usual)
        #expect(division.notes.first?.hasSuffix("control 100 %, quick none instead of control 50 %, quick 50 %. A guardrail had taken quick out.") == true)
        #expect(division.weight(of: "quick") == 0.25)
    }

    /// Two gateways, of which one has changed already.
    @Test func callsOfTwoDivisionsAtOnceAreOneChange() throws {
        let (before, after) = (Self.usual, ["control": 1.0])
        let mixed = (0..<100).map { $0 % 2 == 0 ? before : after }
        let records = try Self.records(Array(repeating: before, count: 20) + mixed + Array(repeating: after, count: 20))
        let division = ExperimentDivision(records, arms: Self.arms, usual: Self.usual)
        #expect(division.notes.count == 2, "\(division.notes)")
    }

    @Test func anArmThatWasAnotherOnceIsSaid() throws {
        var records = try Self.records(Array(repeating: nil, count: 6))
        for index in records.indices {
            records[index].arm = index % 2 == 0 ? "control" : "quick"
            (records[index].provider, records[index].model) = ("openai", index == 1 ? "large" : "small")
        }
        #expect(
            ArmChanges.notes(records.reversed(), of: ["control", "quick"]) == [
                "quick was not the same all the time: openai large (1 calls, the first at 2027-01-15T08:00:01Z), "
                    + "openai small (2 calls, the first at 2027-01-15T08:00:03Z). Look at the time of one of them alone (--since)."
            ])
        #expect(ArmChanges.notes(records, of: ["control"]).isEmpty, "the other has its secretaries' providers")
        records[1].model = "small"
        #expect(ArmChanges.notes(records, of: ["control", "quick"]).isEmpty)
    }

    @Test func manyChangesAreToldInShort() throws {
        let shares = (0..<150).map { (call: Int) -> [String: Double] in
            let more = Double(call / 5) / 100
            return ["control": 0.5 + more, "quick": 0.5 - more]
        }
        let division = ExperimentDivision(try Self.records(shares), arms: Self.arms, usual: Self.usual)
        try #require(division.notes.count == 12)
        #expect(division.notes[10] == "It changed 19 times more.")
    }

    /// Several gateways, of which some have taken an arm out; nothing changed again and again.
    @Test(arguments: [1, 8]) func divisionsSideBySideAreNoChanges(_ run: Int) throws {
        let shares = (0..<80).map { ($0 / run) % 2 == 0 ? Self.usual : ["control": 1] }
        let division = ExperimentDivision(try Self.records(shares), arms: Self.arms, usual: Self.usual)
        #expect(
            division.notes == [
                "Calls were divided in different ways side by side, as by gateways of which only some had reloaded, or taken an arm out: "
                    + "control 50 %, quick 50 % (40 calls); control 100 %, quick none (40 calls). "
                    + "The arms' calls are not of the same times: a difference of medians, means, percentiles or shares may be one between times. "
                    + "The same turns are compared within each division only."
            ])
    }

    /// A gateway that was started again tries the arm anew.
    @Test func anArmThatComesBackAfterARestartIsAChange() throws {
        let shares = (0..<30).map { $0 / 10 == 1 ? ["control": 1] : Self.usual }
        let division = ExperimentDivision(try Self.records(shares), arms: Self.arms, usual: Self.usual)
        #expect(division.notes.count == 3 && division.notes[0].hasSuffix("A guardrail had taken quick out."), "\(division.notes)")
    }

    @Test func anArmThatIsNotConfiguredAnyMoreWasNotNecessarilyTakenOut() throws {
        let before = ["control": 0.5, "old": 0.5]
        let division = ExperimentDivision(
            try Self.records(Array(repeating: before, count: 5) + Array(repeating: Self.usual, count: 5)), arms: Self.arms + ["old"], usual: Self.usual)
        #expect(division.notes[0].hasSuffix("The configuration had lost old, or a guardrail had taken it out."), "\(division.notes)")
    }

    @Test func sharesThatAreNoneAreNoDivision() throws {
        let division = ExperimentDivision(
            try Self.records([Self.usual, ["control": 1, "quick": 1], [:], nil]), arms: Self.arms, usual: Self.usual)
        #expect(division.notes == ["3 of 4 calls do not tell how calls were divided at their time; their split can't be tested."])
        #expect(division.phases == [Self.usual, [:]])
    }
}

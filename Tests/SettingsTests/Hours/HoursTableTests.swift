import CallControl
import Testing

@testable import Settings

@Suite struct HoursTableTests {
    @Test func theTableIsLargeAndTouchesAllRules() {
        #expect(HoursTable.cases.count >= 250)
        #expect(Set(HoursTable.cases.map(\.expected)) == ["open", "holiday", "elsewhere", "nothing", "unreadable"])
    }

    @Test(arguments: HoursTable.cases) func hoursAreAsTheTableSays(_ line: HoursTable.Case) throws {
        let hours = try HoursTable.hours(named: line.name)
        let instant = try #require(HoursMoment.read(line.instant, in: .utc))
        let decision = hours.decision(at: instant, unknown: .open)
        #expect(Self.word(decision.reason) == line.expected, "\(hours.explanation(at: instant, unknown: .open))")
        // What cannot be read follows the setting; all else says the same whatever it is.
        #expect(decision.isOpen == ["open", "unreadable"].contains(line.expected))
        #expect(hours.decision(at: instant, unknown: .closed).isOpen == (line.expected == "open"))
        #expect((decision.problem != nil) == (line.expected == "unreadable"))
    }

    @Test(arguments: HoursTable.cases) func theExplanationEndsWithTheDecision(_ line: HoursTable.Case) throws {
        let hours = try HoursTable.hours(named: line.name)
        let instant = try #require(HoursMoment.read(line.instant, in: .utc))
        #expect(hours.explanation(at: instant, unknown: .closed).last == "\(hours.decision(at: instant, unknown: .closed))")
    }

    private static func word(_ reason: HoursDecision.Reason) -> String {
        switch reason {
        case .noHours: "no hours"
        case .open: "open"
        case .holiday: "holiday"
        case .goesWhereClosedCallsGo: "elsewhere"
        case .nothingMatches: "nothing"
        case .unknown(let problem, _): problem.label
        }
    }
}

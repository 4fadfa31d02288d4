import CallControl
import Testing

@testable import Console

/// The page knows what the gateway says, and says it in the reader's language.
@Suite struct PageWordsTests {
    private static func script() throws -> String { String(decoding: try #require(ConsolePage.file("/console.js")).bytes, as: UTF8.self) }

    private static let violations: [(String, Guardrails.Violation)] = [
        ("failures", .failures(arm: 0.125, control: 0.03)), ("handoffs", .handoffs(arm: 1, control: 0)),
        ("latency", .latency(arm: .milliseconds(1_800), control: .milliseconds(900))),
    ]

    @Test(arguments: violations) func aGuardrailsSentenceIsKnown(_ kind: String, _ violation: Guardrails.Violation) throws {
        let line = try #require(try Self.script().split(separator: "\n").first { $0.hasPrefix("  \(kind): /^") && $0.hasSuffix("$/,") })
        let pattern = try Regex(String(line.dropFirst("  \(kind): /".count).dropLast("/,".count)))
        #expect(violation.description.wholeMatch(of: pattern) != nil, "\(violation) is not \(line)")
    }

    @Test(arguments: ProblemKind.allCases) func aProblemHasWords(_ kind: ProblemKind) throws {
        let words = try #require(try Self.script().split(separator: "problem: {").dropFirst().first).prefix(1_000)
        #expect(words.contains("\(kind.rawValue): '"))
    }

    @Test(arguments: [(50, true, "waiting"), (100, true, "running"), (100, false, "outside"), (50, false, "waiting"), (200, false, "ended")])
    func anExperimentSaysHowItStands(_ now: Int64, _ isOpen: Bool, _ state: String) {
        #expect(ConsoleText.state(from: 100, to: 200, isOpen: isOpen, at: now) == state)
        #expect(ConsoleText.state(from: nil, to: nil, isOpen: isOpen, at: now) == (isOpen ? "running" : "outside"))
    }
}

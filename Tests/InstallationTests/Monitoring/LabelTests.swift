import CallControl
import Testing

@testable import Gateway

/// Labels take values from bounded sets: each is told here from where.
@Suite struct LabelTests {
    /// What stands in the configuration of `GatewayExposition`.
    private static let configured: [String: Set<String>] = [
        "provider": ["openai"], "arm": ["voices/a", "voices/b"], "server": ["main"], "loop": ["0"], "currency": ["USD"],
    ]

    private static let fixed: [String: Set<String>] = [
        "version": [Gateway.version],
        "class": Set(AgentFailure.Class.allCases.map(\.rawValue)),
        "reason": Set(
            RefusalReason.allCases.map(\.rawValue) + CallEnd.allCases.map(\.rawValue) + HandoffReason.allCases.map(\.rawValue) + ["dropped", "misplaced"]),
        "outcome": Set(
            TurnLatency.Outcome.allCases.map(\.rawValue) + HandoffOutcome.allCases.map(\.rawValue) + DeskFailure.Kind.allCases.map(\.rawValue)
                + ConfigReload.allCases.map(\.rawValue) + TransferOutcome.Kind.allCases.map(\.rawValue)
                + ["ok", "ticket", "record", "complete", "failed", "uploaded", "found", "stale", "absent", "late"]),
        "request": Set(OmniPlayQuestion.allCases.map(\.rawValue)), "problem": ["missing", "disabled", "unreadable"],
        "kind": ["input_text", "input_audio", "cached", "cached_text", "cached_audio", "output_text", "output_audio"],
        "channel": ["caller", "agent"], "waiting": ["yes", "no"],
    ]

    @Test func eachValueIsOfABoundedSet() throws {
        for (metric, labels) in try GatewayExposition().metrics {
            for (label, values) in labels where label != "le" {
                let bounded = try #require(Self.fixed[label] ?? Self.configured[label], "\(metric) has a label \(label)")
                #expect(values.isSubset(of: bounded), "\(metric): \(label) \(values.subtracting(bounded))")
            }
        }
    }
}

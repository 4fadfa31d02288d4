import CallControl
import Foundation

/// How an experiment's calls were to be divided while they came, by their records: weights are changed now and then, and guardrails take arms out.
public struct ExperimentDivision: Equatable, Sendable {
    /// A time with one division.
    struct Phase: Equatable {
        /// Unix milliseconds of its first call.
        var start: Int64
        var shares: [String: Double]
        var calls = 0
    }

    private let arms: [String]
    private(set) var phases: [Phase] = []

    /// - Parameters:
    ///   - records: the experiment's, in any order.
    ///   - arms: in the order of the configuration.
    ///   - usual: today's division, for records that do not tell the one of their time.
    public init(_ records: [CallRecord], arms: [String], usual: [String: Double]) {
        self.arms = arms
        for record in records.sorted(by: { ($0.started_at, $0.call_uuid) < ($1.started_at, $1.call_uuid) }) {
            let shares = record.arm_shares ?? usual
            // A call that began just before a change may end up behind it; a few gateways reload one after the other.
            if phases.last?.shares != shares { phases.append(Phase(start: record.started_at, shares: shares)) }
            phases[phases.count - 1].calls += 1
        }
    }

    /// The share of all calls that an arm was to have.
    public func weight(of arm: String) -> Double {
        let calls = phases.reduce(0) { $0 + $1.calls }
        guard calls > 0 else { return 0 }
        return phases.reduce(0) { $0 + Double($1.calls) * ($1.shares[arm] ?? 0) } / Double(calls)
    }

    /// What the reader must know: calls of different times are compared where the division changed.
    public var notes: [String] {
        let changes = Array(zip(phases.dropFirst(), phases))
        let told = changes.prefix(Self.limit).map { phase, before in
            let stopped = arms.filter { before.shares[$0] != nil && phase.shares[$0] == nil }
            let cause = stopped.isEmpty ? "" : " A guardrail had taken \(stopped.joined(separator: " and ")) out."
            return "The division changed at \(Self.moment(phase.start)): \(text(phase.shares)) instead of \(text(before.shares)).\(cause)"
        }
        guard !told.isEmpty else { return [] }
        let rest = changes.count > Self.limit ? ["It changed \(changes.count - Self.limit) times more."] : []
        return told + rest + ["The arms' calls are therefore not of the same times: what differs between times may look like a difference between arms."]
    }

    private static let limit = 10

    private func text(_ shares: [String: Double]) -> String {
        arms.map { arm in shares[arm].map { "\(arm) \(Int(($0 * 100).rounded())) %" } ?? "\(arm) none" }.joined(separator: ", ")
    }

    private static func moment(_ unixMilliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(unixMilliseconds / 1_000)).formatted(.iso8601)
    }
}

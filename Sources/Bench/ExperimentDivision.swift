import CallControl
import Foundation

/// How an experiment's calls were to be divided while they came, by their records: weights are changed now and then, and guardrails take arms out.
public struct ExperimentDivision: Equatable, Sendable {
    /// A time with one division.
    private struct Span: Equatable {
        /// Unix milliseconds of its first call.
        var start: Int64
        var shares: [String: Double]
        var calls: Int
    }

    private let arms: [String]
    private let usual: [String: Double]
    /// All divisions that calls were assigned by, the first first; an empty one is of calls that do not tell theirs.
    private var divisions: [[String: Double]] = []
    private var calls: [Int] = []
    private var spans: [Span] = []

    /// Gateways that share callers reload one after the other: so many calls in a row make a change, fewer are told by both divisions at once.
    private static let run = 5
    private static let mostTold = 10

    /// - Parameters:
    ///   - records: the experiment's, in any order.
    ///   - arms: in the order of the configuration; those that are not in it any more last.
    ///   - usual: today's division.
    public init(_ records: [CallRecord], arms: [String], usual: [String: Double]) {
        self.arms = arms
        self.usual = usual
        for record in records.sorted(by: { ($0.started_at, $0.call_uuid) < ($1.started_at, $1.call_uuid) }) {
            let shares = Self.shares(record)
            let index = divisions.firstIndex(of: shares) ?? divisions.count
            if index == divisions.count {
                divisions.append(shares)
                calls.append(0)
            }
            calls[index] += 1
            guard !shares.isEmpty else { continue }
            if spans.last?.shares == shares {
                spans[spans.count - 1].calls += 1
            } else {
                spans.append(Span(start: record.started_at, shares: shares, calls: 1))
            }
        }
        spans = spans.enumerated().filter { $0.offset == 0 || $0.element.calls >= Self.run }.map(\.element)
        spans = spans.reduce(into: []) { kept, span in if kept.last?.shares != span.shares { kept.append(span) } }
    }

    /// Shares that are none are no division.
    private static func shares(_ record: CallRecord) -> [String: Double] {
        let shares = record.arm_shares ?? [:]
        return shares.values.allSatisfy { (0...1).contains($0) } && abs(shares.values.reduce(0, +) - 1) < 0.01 ? shares : [:]
    }

    /// The share of all calls that an arm was to have; where the records do not tell, today's.
    public func weight(of arm: String) -> Double {
        let all = calls.reduce(0, +)
        guard all > 0 else { return 0 }
        return zip(divisions, calls).reduce(0) { $0 + Double($1.1) * (($1.0.isEmpty ? usual : $1.0)[arm] ?? 0) } / Double(all)
    }

    /// The arms' shares in each phase; empty where records do not tell.
    public var phases: [[String: Double]] { divisions }

    /// Which of the phases a call was assigned in; `nil` where there is one only.
    public func phase(of record: CallRecord) -> Int? { divisions.count > 1 ? divisions.firstIndex(of: Self.shares(record)) : nil }

    /// What the reader must know: calls of different times are compared where the division changed.
    public var notes: [String] {
        let told = divisions.filter { !$0.isEmpty }
        return untold + (told.count > 1 ? (isSideBySide ? sideBySide : changes) : [])
    }

    private var untold: [String] {
        guard let index = divisions.firstIndex(of: [:]) else { return [] }
        return ["\(calls[index]) of \(calls.reduce(0, +)) calls do not tell how calls were divided at their time; their split can't be tested."]
    }

    /// Divisions that come back again and again, or never last, are those of several gateways at the same time: of which only some have reloaded, or
    /// taken an arm out. One gateway's comes back with a restart.
    private var isSideBySide: Bool { spans.count < 2 || spans.count - 1 > 3 * (Set(spans.map(\.shares)).count - 1) }

    private var sideBySide: [String] {
        let told = zip(divisions, calls).filter { !$0.0.isEmpty }.prefix(Self.mostTold).map { "\(text($0.0)) (\($0.1) calls)" }
        return [
            "Calls were divided in different ways side by side, as by gateways of which only some had reloaded, or taken an arm out: "
                + told.joined(separator: "; ") + "." + Self.caution
        ]
    }

    private var changes: [String] {
        let changes = Array(zip(spans.dropFirst(), spans))
        let told = changes.prefix(Self.mostTold).map { span, before in
            let stopped = arms.filter { before.shares[$0] != nil && span.shares[$0] == nil }
            // A guardrail takes out what is still configured.
            let (rails, gone) = (stopped.filter { usual[$0] != nil }, stopped.filter { usual[$0] == nil })
            let causes =
                (rails.isEmpty ? "" : " A guardrail had taken \(rails.joined(separator: " and ")) out.")
                + (gone.isEmpty ? "" : " The configuration had lost \(gone.joined(separator: " and ")), or a guardrail had taken it out.")
            return "The division changed at \(Self.moment(span.start)): \(text(span.shares)) instead of \(text(before.shares)).\(causes)"
        }
        let rest = changes.count > Self.mostTold ? ["It changed \(changes.count - Self.mostTold) times more."] : []
        return told + rest + ["So the" + Self.caution.dropFirst(" The".count)]
    }

    private static let caution =
        " The arms' calls are not of the same times: a difference of medians, means, percentiles or shares may be one between times. "
        + "The same turns are compared within each division only."

    private func text(_ shares: [String: Double]) -> String {
        arms.map { arm in shares[arm].map { "\(arm) \(Int(($0 * 100).rounded())) %" } ?? "\(arm) none" }.joined(separator: ", ")
    }

    private static func moment(_ unixMilliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(unixMilliseconds / 1_000)).formatted(.iso8601)
    }
}

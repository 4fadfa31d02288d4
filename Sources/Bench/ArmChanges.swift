import CallControl
import Foundation

/// Arms that were not the same all the time, by their calls' records: what is said of such an arm is said of all it was.
public enum ArmChanges {
    /// A sentence for each arm whose calls had more than one provider or model.
    /// - Parameter arms: those with a provider of their own; the others have each secretary's.
    public static func notes(_ records: [CallRecord], of arms: Set<String>) -> [String] {
        Dictionary(grouping: records.filter { $0.arm.map(arms.contains) ?? false }) { $0.arm ?? "" }.sorted { $0.key < $1.key }.compactMap { arm, records in
            var kinds: [(name: String, since: Int64, calls: Int)] = []
            for record in records.sorted(by: { ($0.started_at, $0.call_uuid) < ($1.started_at, $1.call_uuid) }) {
                let name = [record.provider, record.model].compactMap { $0 }.joined(separator: " ")
                if let index = kinds.firstIndex(where: { $0.name == name }) { kinds[index].calls += 1 } else { kinds.append((name, record.started_at, 1)) }
            }
            guard kinds.count > 1 else { return nil }
            let told = kinds.prefix(mostTold).map { "\($0.name) (\($0.calls) calls, the first at \(moment($0.since)))" }
            return "\(arm) was not the same all the time: \(told.joined(separator: ", "))\(kinds.count > mostTold ? ", …" : "")."
                + " Look at the time of one of them alone (--since)."
        }
    }

    private static let mostTold = 5

    private static func moment(_ unixMilliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(unixMilliseconds / 1_000)).formatted(.iso8601)
    }
}

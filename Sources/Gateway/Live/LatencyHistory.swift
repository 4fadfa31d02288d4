import CallControl
import Locking
import Transport

/// How long callers waited for answers, minute by minute for a day, by provider and arm. Bounded: a minute holds counts in 96 classes, each
/// 8 % wider than the one before.
public final class LatencyHistory: Sendable {
    public struct Series: Sendable {
        public var provider: String
        /// `experiment/arm`; empty: none.
        public var arm: String
        public var points: [Point]
    }

    public struct Point: Equatable, Sendable {
        /// Unix seconds of the interval's beginning.
        public var at: Int
        public var count: Int
        /// Milliseconds, to within 4 %.
        public var median: Double
        public var p95: Double
    }

    private struct Key: Hashable {
        var provider: String
        var arm: String
    }

    /// One minute's turns.
    private struct Slot {
        var minute: Int
        var classes: [UInt16]
    }

    private static let minutes = 1_440
    private static let seriesLimit = 64
    private let slots = Locked<[Key: [Slot]]>([:])

    init() {}

    /// - Parameter now: Unix seconds.
    func add(_ latency: Duration, provider: String, arm: String, at now: Int) {
        let minute = now / 60
        slots.withLock { slots in
            let key = Key(provider: provider, arm: arm)
            guard slots[key] != nil || slots.count < Self.seriesLimit else { return }
            var known = slots.removeValue(forKey: key) ?? []
            if known.last?.minute != minute {
                known.append(Slot(minute: minute, classes: [UInt16](repeating: 0, count: Self.classCount)))
                if known.count > Self.minutes { known.removeFirst(known.count - Self.minutes) }
            }
            let index = Self.index(latency.inMilliseconds)
            if known[known.count - 1].classes[index] < .max { known[known.count - 1].classes[index] += 1 }
            slots[key] = known
        }
    }

    /// - Parameters:
    ///   - hours: how far back.
    ///   - width: of an interval, in whole minutes.
    ///   - now: Unix seconds.
    public func series(hours: Int, minutes width: Int, at now: Int) -> [Series] {
        let first = (now / 60 - hours * 60) / width * width
        return slots.withLock { $0 }.map { key, slots in
            var sums: [Int: [Int]] = [:]
            for slot in slots where slot.minute >= first {
                let interval = slot.minute / width * width
                var sum = sums[interval] ?? [Int](repeating: 0, count: Self.classCount)
                for (index, count) in slot.classes.enumerated() { sum[index] += Int(count) }
                sums[interval] = sum
            }
            let points = sums.sorted { $0.key < $1.key }.map { minute, sum in
                Point(at: minute * 60, count: sum.reduce(0, +), median: Self.percentile(0.5, sum), p95: Self.percentile(0.95, sum))
            }
            return Series(provider: key.provider, arm: key.arm, points: points)
        }.sorted { ($0.provider, $0.arm) < ($1.provider, $1.arm) }
    }

    // MARK: Classes

    private static let classCount = 96
    /// From 20 ms to half a minute.
    private static let bounds: [Double] = (0...classCount).reduce(into: []) { bounds, _ in bounds.append((bounds.last.map { $0 * 1.08 }) ?? 20) }

    private static func index(_ milliseconds: Double) -> Int {
        let above = bounds.firstIndex { milliseconds < $0 } ?? classCount
        return min(max(above, 1), classCount) - 1
    }

    /// Within its class a value is taken to lie where its rank does.
    private static func percentile(_ share: Double, _ counts: [Int]) -> Double {
        let rank = share * Double(counts.reduce(0, +))
        var before = 0.0
        for (index, count) in counts.enumerated() where count > 0 {
            if before + Double(count) >= rank { return bounds[index] + (bounds[index + 1] - bounds[index]) * (rank - before) / Double(count) }
            before += Double(count)
        }
        return bounds[classCount]
    }
}

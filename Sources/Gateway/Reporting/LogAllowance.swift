import CallControl

/// How many lines strangers may cause in the log: some each second, the rest is counted and told with the next that is allowed.
struct LogAllowance: Equatable, Sendable {
    static let perSecond = 10

    private var second = Int64.min
    private var used = 0
    private var suppressed = 0

    /// - Returns: how many were left out since the last that was allowed; `nil`: leave this one out too.
    mutating func take(at now: Instant) -> Int? {
        let current = now.nanoseconds / 1_000_000_000
        if current != second { (second, used) = (current, 0) }
        guard used < Self.perSecond else {
            suppressed += 1
            return nil
        }
        used += 1
        defer { suppressed = 0 }
        return suppressed
    }
}

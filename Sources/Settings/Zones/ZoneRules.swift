import CallControl

/// A time zone's rules as the system's zone data have them: when its clocks changed, and by which rule they go on changing.
public struct ZoneRules: Equatable, Sendable {
    /// What the zone's clocks show for a while.
    struct Phase: Equatable, Sendable {
        /// Seconds east of Greenwich.
        var offset: Int
        var isDaylight: Bool
        var abbreviation: String
    }

    /// As it was asked for, e.g. `America/Sao_Paulo`.
    public var name: String
    /// Unix times at which a phase begins, ascending; none for a zone that never changed.
    var starts: [Int64] = []
    /// The phase that begins at each of `starts`.
    var phases: [Phase] = []
    /// Before the first of `starts`.
    var first: Phase
    /// After the last of `starts`.
    var rule: PosixZone?

    public static let utc = ZoneRules(name: "UTC", first: Phase(offset: 0, isDaylight: false, abbreviation: "UTC"))

    /// What the clocks show at a moment.
    /// - Parameter unixTime: seconds since 1970 UTC.
    public func localTime(at unixTime: Int64) -> LocalTime {
        let phase = phase(at: unixTime)
        return LocalTime(unixTime: unixTime, offset: phase.offset, abbreviation: phase.abbreviation)
    }

    /// The moment at which the clocks show a time. Of two, when clocks are set back, the earlier; a time that is skipped, when they are set
    /// forward, is taken as though they had not been, which is as much later as they were set.
    public func unixTime(of civil: CivilTime) -> Int64 {
        let shown = civil.secondsSinceEpoch
        let before = phase(at: shown - 86_400).offset
        let after = phase(at: shown + 86_400).offset
        for offset in [before, after] where phase(at: shown - Int64(offset)).offset == offset { return shown - Int64(offset) }
        return shown - Int64(before)
    }

    private func phase(at time: Int64) -> Phase {
        guard let last = starts.last else { return rule?.phase(at: time) ?? first }
        if time >= last, let rule { return rule.phase(at: time) }
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : phases[low - 1]
    }
}

import CallControl

/// A zone's rule for every year: standard time, and the dates between which daylight time holds, if it has one.
///
/// Source: POSIX.1-2017, "Environment Variables", TZ, with the wider hours of RFC 8536.
struct PosixZone: Equatable, Sendable {
    /// A change in each year.
    struct Change: Equatable, Sendable {
        enum Day: Equatable, Sendable {
            /// 1…365; February 29th is not counted.
            case julian(Int)
            /// 0…365; February 29th is counted.
            case zeroBased(Int)
            /// The week 1…5 of a month, 5 being the last, and a weekday, Sunday being 0.
            case weekday(Int, week: Int, month: Int)
        }
        var day: Day
        /// Seconds after midnight, of the clocks before the change; from -167 to 167 hours.
        var time: Int
    }

    var standard: ZoneRules.Phase
    var daylight: (phase: ZoneRules.Phase, start: Change, end: Change)?

    static func == (left: PosixZone, right: PosixZone) -> Bool {
        left.standard == right.standard && left.daylight?.phase == right.daylight?.phase && left.daylight?.start == right.daylight?.start
            && left.daylight?.end == right.daylight?.end
    }

    func phase(at unixTime: Int64) -> ZoneRules.Phase {
        guard let daylight else { return standard }
        let year = CivilTime(secondsSinceEpoch: unixTime + Int64(standard.offset)).year
        let start = daylight.start.secondsSinceEpoch(in: year) - Int64(standard.offset)
        let end = daylight.end.secondsSinceEpoch(in: year) - Int64(daylight.phase.offset)
        // South of the equator daylight time runs over the new year.
        let isDaylight = start < end ? unixTime >= start && unixTime < end : !(unixTime >= end && unixTime < start)
        return isDaylight ? daylight.phase : standard
    }
}

extension PosixZone.Change {
    /// On the wall, as though it were UTC.
    func secondsSinceEpoch(in year: Int) -> Int64 {
        guard let first = CivilTime(year: year, month: 1, day: 1)?.secondsSinceEpoch else { return 0 }
        return first + Int64(dayOfYear(year)) * 86_400 + Int64(time)
    }

    /// From 0.
    private func dayOfYear(_ year: Int) -> Int {
        switch day {
        case .julian(let number): number - 1 + (CivilTime.isLeap(year) && number >= 60 ? 1 : 0)
        case .zeroBased(let number): number
        case .weekday(let weekday, let week, let month): Self.dayOfYear(weekday, week, month, year)
        }
    }

    private static func dayOfYear(_ weekday: Int, _ week: Int, _ month: Int, _ year: Int) -> Int {
        guard let first = CivilTime(year: year, month: month, day: 1) else { return 0 }
        let until = (weekday - (first.weekday - 1) + 7) % 7
        var day = until + 7 * (week - 1)
        while day >= CivilTime.days(inMonth: month, of: year) { day -= 7 }
        return first.dayOfYear - 1 + day
    }
}

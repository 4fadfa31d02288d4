/// One moment, and what the clocks of some zone show at it.
public struct LocalTime: Equatable, Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC, without leap seconds.
    public var unixTime: Int64
    /// Seconds east of Greenwich.
    public var offset: Int
    /// As the zone calls itself at the moment, e.g. `-03` or `CEST`.
    public var abbreviation: String
    public let civil: CivilTime

    public init(unixTime: Int64, offset: Int, abbreviation: String = "") {
        (self.unixTime, self.offset, self.abbreviation) = (unixTime, offset, abbreviation)
        civil = CivilTime(secondsSinceEpoch: unixTime + Int64(offset))
    }
}

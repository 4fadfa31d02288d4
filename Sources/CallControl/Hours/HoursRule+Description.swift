extension HoursRule: CustomStringConvertible {
    /// As the dialplan writes it, `wday 2-6`; absolute times in UTC.
    public var description: String {
        switch self {
        case .field(let field, let list): "\(field.rawValue) \(list)"
        case .timeOfDay(let spans): "time-of-day " + spans.spans.map { "\(Self.clock($0.first))-\(Self.clock($0.last))" }.joined(separator: ",")
        case .between(let ranges): "date-time " + ranges.map { "\(Self.utc($0.lowerBound))~\(Self.utc($0.upperBound))" }.joined(separator: ",") + " UTC"
        }
    }

    /// What it looks at: `wday is 4`.
    func observed(at time: LocalTime) -> String {
        switch self {
        case .field(let field, _): "\(field.rawValue) is \(field.value(at: time.civil))"
        case .timeOfDay: "it is \(Self.clock(time.civil.secondOfDay))"
        case .between: "it is \(Self.utc(time.unixTime)) UTC"
        }
    }

    private static func utc(_ time: Int64) -> String { CivilTime(secondsSinceEpoch: time).description }

    private static func clock(_ second: Int) -> String {
        [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

extension NumberList: CustomStringConvertible {
    public var description: String { spans.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }.joined(separator: ",") }
}

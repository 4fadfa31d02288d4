extension HoursSchedule {
    /// Each group with each of its rules, whether it holds, and what it looked at; then the decision.
    public func explanation(at time: LocalTime) -> [String] {
        var lines: [String] = []
        for group in groups {
            let title = group.holiday.map { "holiday \($0)" } ?? group.destination.map { "to \($0)" } ?? "no destination"
            lines.append("group \(group.number) (\(title)): \(group.matches(at: time) ? "holds" : "does not hold")")
            lines += group.rules.map { "    \($0.holds(at: time) ? "✓" : "✗") \($0) (\($0.observed(at: time)))" }
        }
        lines.append("otherwise: \(otherwise?.description ?? "nothing")")
        return lines + [decision(at: time).description]
    }
}

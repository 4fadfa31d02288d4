/// What chance assigns to an arm: a call, or a caller with all his calls.
extension [MeasuredCall] {
    /// For each call the number of its unit, in the order in which they come.
    var units: [Int] {
        var known: [String: Int] = [:]
        var count = 0
        return map { call in
            if let caller = call.caller, let unit = known[caller] { return unit }
            defer { count += 1 }
            if let caller = call.caller { known[caller] = count }
            return count
        }
    }

    var unitCount: Int { (units.max() ?? -1) + 1 }

    /// What each unit adds to a rate.
    func counts(of rate: Rate) -> [Proportion] {
        var counts = [Proportion](repeating: Proportion(count: 0, total: 0), count: unitCount)
        for (call, unit) in zip(self, units) {
            let own = rate.count(call)
            counts[unit].count += own.count
            counts[unit].total += own.total
        }
        return counts
    }
}

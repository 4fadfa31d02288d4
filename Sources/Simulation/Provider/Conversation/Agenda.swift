import CallControl

/// What is to happen later, in the order in which it is due; what is due at the same moment happens in the order it was added.
struct Agenda<Action: Sendable>: Sendable {
    private var entries: [(due: Instant, action: Action)] = []

    var nextDue: Instant? { entries.first?.due }

    mutating func add(_ action: Action, at due: Instant) {
        let place = entries.lastIndex { $0.due <= due }.map { $0 + 1 } ?? 0
        entries.insert((due, action), at: place)
    }

    /// Takes out the first action that is due by `now`.
    mutating func takeDue(by now: Instant) -> Action? {
        guard let first = entries.first, first.due <= now else { return nil }
        return entries.removeFirst().action
    }

    mutating func removeAll(where isUnwanted: (Action) -> Bool) { entries.removeAll { isUnwanted($0.action) } }
}

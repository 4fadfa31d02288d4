/// Journal entries on their way to the store: calls leave them here and go on.
struct JournalBuffer {
    /// Some megabytes: what thousands of calls say while the store is away for a minute.
    static let limit = 20_000
    /// Beginnings and ends matter more than words, and there are few: without its end, a call that went well would become a ticket.
    static let reserve = 20_000

    private(set) var entries: [JournalEntry] = []
    private(set) var dropped = 0

    mutating func append(_ entry: JournalEntry) {
        guard entries.count < (entry.isLine ? Self.limit : Self.limit + Self.reserve) else {
            dropped += 1
            return
        }
        entries.append(entry)
    }

    mutating func take() -> [JournalEntry] {
        defer { entries = [] }
        return entries
    }

    /// These could not be written, and come first again; the newest lines are dropped.
    mutating func putBack(_ earlier: [JournalEntry]) {
        let newer = entries
        entries = earlier
        for entry in newer { append(entry) }
    }
}

extension JournalEntry {
    fileprivate var isLine: Bool { if case .line = self { true } else { false } }
}

/// Journal entries on their way to the store: calls leave them here and go on.
struct JournalBuffer {
    /// Some megabytes: what thousands of calls say while the store is away for a minute.
    static let limit = 20_000

    private(set) var entries: [JournalEntry] = []
    private(set) var dropped = 0

    mutating func append(_ entry: JournalEntry) {
        guard entries.count < Self.limit else {
            dropped += 1
            return
        }
        entries.append(entry)
    }

    mutating func take() -> [JournalEntry] {
        defer { entries = [] }
        return entries
    }

    /// These could not be written, and come first again; the newest are dropped.
    mutating func putBack(_ earlier: [JournalEntry]) {
        let all = earlier + entries
        entries = Array(all.prefix(Self.limit))
        dropped += all.count - entries.count
    }
}

import CallControl

/// A bounded table of what was read when; the oldest go first.
struct AgedTable<Key: Hashable, Value> {
    struct Entry {
        var value: Value
        let readAt: Instant
    }

    let limit: Int
    private(set) var entries: [Key: Entry] = [:]

    init(limit: Int) { self.limit = limit }

    subscript(key: Key) -> Entry? { entries[key] }

    mutating func store(_ value: Value, for key: Key, at now: Instant) {
        entries[key] = Entry(value: value, readAt: now)
        if entries.count > limit { dropOldest(but: key) }
    }

    mutating func remove(_ key: Key) { entries[key] = nil }

    /// Changes what was read at that moment; what is newer, or gone, is left.
    mutating func change(_ key: Key, readAt: Instant, _ change: (inout Value) -> Void) {
        guard entries[key]?.readAt == readAt else { return }
        entries[key].map { entry in
            var value = entry.value
            change(&value)
            entries[key] = Entry(value: value, readAt: readAt)
        }
    }

    /// An eighth at once, so that a table at its limit is not sorted for each newcomer.
    private mutating func dropOldest(but newest: Key) {
        let byAge = entries.filter { $0.key != newest }.sorted { $0.value.readAt < $1.value.readAt }
        for (key, _) in byAge.prefix(max(entries.count - limit, limit / 8)) { entries[key] = nil }
    }
}

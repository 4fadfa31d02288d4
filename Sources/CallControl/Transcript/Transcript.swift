/// What both sides said, in the order spoken, whatever order the news arrive in.
///
/// A provider that names each entry's predecessor is believed; otherwise the moment of speaking decides.
public struct Transcript: Equatable, Sendable {
    public struct Entry: Equatable, Sendable {
        public let speaker: Speaker
        public let item: ItemID
        public var text = ""
        /// When the words were (begun to be) spoken.
        public var spokenAt: Instant
        /// No more text will come.
        public var isFinal = false
        /// The caller cut the agent short here.
        public var isInterrupted = false
        /// Text beyond the limit was left out.
        public var isCut = false
        var predecessor: ItemID?
    }

    /// Most UTF-8 bytes kept of one entry, and most entries of a call; what goes beyond is cut and marked.
    static let textLimit = 16_384
    static let entryLimit = 2_000

    public private(set) var entries: [Entry] = []
    /// Entries that found no room.
    public private(set) var refused = 0

    public init() {}

    /// - Parameter spokenAt: when this speaker began, as far as the call knows.
    /// - Returns: the entry's text if this update made it final.
    @discardableResult
    public mutating func apply(_ update: TranscriptUpdate, spokenAt: Instant) -> Entry? {
        guard let index = index(of: update, spokenAt: spokenAt) else { return nil }
        let wasFinal = entries[index].isFinal
        switch update.kind {
        case .placed(let predecessor): place(index, after: predecessor)
        case .delta(let text): if !wasFinal { set(entries[index].text + text, at: index) }
        case .cumulative(let text): if !wasFinal { set(text, at: index) }
        case .final(let text):
            set(text, at: index)
            entries[index].isFinal = true
            return wasFinal ? nil : entries[index]
        case .correction(let text):
            set(text, at: index)
            entries[index].isInterrupted = true
            entries[index].isFinal = true
        case .failed: entries[index].isFinal = true
        }
        return nil
    }

    /// The agent's entry was cut short by the caller.
    public mutating func markInterrupted(_ item: ItemID) {
        if let index = entries.lastIndex(where: { $0.item == item }) { entries[index].isInterrupted = true }
    }

    /// Moves the moment of speaking of an entry, once it is known better.
    public mutating func setSpoken(_ item: ItemID, at instant: Instant) {
        if let index = entries.lastIndex(where: { $0.item == item }) { entries[index].spokenAt = instant }
    }

    private mutating func index(of update: TranscriptUpdate, spokenAt: Instant) -> Int? {
        if let known = entries.lastIndex(where: { $0.item == update.item }) { return known }
        guard entries.count < Self.entryLimit else {
            refused += 1
            return nil
        }
        let entry = Entry(speaker: update.speaker, item: update.item, spokenAt: spokenAt)
        let position = entries.lastIndex { $0.spokenAt <= spokenAt }.map { $0 + 1 } ?? 0
        entries.insert(entry, at: position)
        return position
    }

    private mutating func place(_ index: Int, after predecessor: ItemID?) {
        entries[index].predecessor = predecessor
        let moved = entries.remove(at: index)
        if let predecessor, let before = entries.lastIndex(where: { $0.item == predecessor }) {
            entries.insert(moved, at: before + 1)
        } else if let after = entries.firstIndex(where: { $0.predecessor == moved.item }) {
            entries.insert(moved, at: after)
        } else {
            entries.insert(moved, at: min(index, entries.count))
        }
        // Whoever named this entry as predecessor before it was known follows it.
        if let follower = entries.firstIndex(where: { $0.predecessor == moved.item }),
            let now = entries.firstIndex(where: { $0.item == moved.item }), follower < now
        {
            let entry = entries.remove(at: follower)
            entries.insert(entry, at: now)
        }
    }

    private mutating func set(_ text: String, at index: Int) {
        guard text.utf8.count > Self.textLimit else {
            entries[index].text = text
            return
        }
        entries[index].text = String(decoding: text.utf8.prefix(Self.textLimit), as: UTF8.self)
        entries[index].isCut = true
    }
}

/// What both sides said, in the order spoken, whatever order the news arrive in.
///
/// A provider that names each entry's predecessor is believed; otherwise the moment of speaking decides.
public struct Transcript: Equatable, Sendable {
    public struct Entry: Equatable, Sendable {
        public let speaker: Speaker
        public let item: ItemID
        /// The agent's answer these words belong to, where the provider says.
        public internal(set) var response: ResponseID?
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
        /// The provider said what was really heard: later news would only undo that.
        var isCorrected = false
    }

    /// Most UTF-8 bytes kept of one entry, and most entries of a call; what goes beyond is cut and marked.
    static let textLimit = 16_384
    static let entryLimit = 2_000

    public private(set) var entries: [Entry] = []
    /// The last responses cut short, whose words may still come.
    private var cutShort: [ResponseID] = []
    /// Entries that found no room.
    public private(set) var refused = 0

    public init() {}

    /// - Parameter spokenAt: when this speaker began, as far as the call knows.
    /// - Returns: the entry's text if this update made it final.
    @discardableResult
    public mutating func apply(_ update: TranscriptUpdate, spokenAt: Instant) -> Entry? {
        guard let index = index(of: update, spokenAt: spokenAt) else { return nil }
        if let response = update.response { belong(index, to: response) }
        let wasFinal = entries[index].isFinal
        switch update.kind {
        case .placed(let predecessor): place(index, after: predecessor)
        case .delta(let text): if !wasFinal { append(text, at: index) }
        case .cumulative(let text): if !wasFinal { set(text, at: index) }
        case .final(let text):
            guard !entries[index].isCorrected else { return nil }
            set(text, at: index)
            entries[index].isFinal = true
            return wasFinal ? nil : entries[index]
        case .correction(let text):
            set(text, at: index)
            entries[index].isInterrupted = true
            entries[index].isFinal = true
            entries[index].isCorrected = true
        case .failed: entries[index].isFinal = true
        }
        return nil
    }

    /// All of an entry's text so far.
    func text(of item: ItemID) -> String? { entries.last { $0.item == item }?.text }

    /// The caller cut this response short: its words are marked, also those that come later.
    public mutating func markInterrupted(_ response: ResponseID) {
        if cutShort.count >= 16 { cutShort.removeFirst() }
        cutShort.append(response)
        for index in entries.indices where entries[index].response == response { entries[index].isInterrupted = true }
    }

    private mutating func belong(_ index: Int, to response: ResponseID) {
        guard entries[index].response != response else { return }
        entries[index].response = response
        if entries[index].speaker == .agent, cutShort.contains(response) { entries[index].isInterrupted = true }
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
        let item = entries[index].item
        guard predecessor != item else { return }
        entries[index].predecessor = predecessor
        move(chainAt: index) { entries in
            if let predecessor, let before = entries.lastIndex(where: { $0.item == predecessor }) { return before + 1 }
            return entries.firstIndex { $0.predecessor == item }
        }
        // Whoever named this entry as predecessor before it was known follows it.
        guard let now = entries.firstIndex(where: { $0.item == item }),
            let follower = entries.firstIndex(where: { $0.predecessor == item }), follower != now + 1
        else { return }
        move(chainAt: follower) { entries in entries.firstIndex { $0.item == item }.map { $0 + 1 } }
    }

    /// Moves an entry and those that follow it by name to where `position` says; `nil` leaves them.
    private mutating func move(chainAt index: Int, to position: ([Entry]) -> Int?) {
        var end = index + 1
        while end < entries.count, entries[end].predecessor == entries[end - 1].item { end += 1 }
        let chain = Array(entries[index..<end])
        entries.removeSubrange(index..<end)
        entries.insert(contentsOf: chain, at: position(entries) ?? index)
    }

    private mutating func append(_ text: String, at index: Int) {
        guard !entries[index].isCut else { return }
        entries[index].text += text
        limit(index)
    }

    private mutating func set(_ text: String, at index: Int) {
        entries[index].text = text
        entries[index].isCut = false
        limit(index)
    }

    private mutating func limit(_ index: Int) {
        guard entries[index].text.utf8.count > Self.textLimit else { return }
        var kept = entries[index].text.utf8.prefix(Self.textLimit)
        while let last = kept.last, last & 0xC0 == 0x80 { kept.removeLast() }
        // What is left ends in a whole character, or in the first byte of the one that was cut.
        if let last = kept.last, last >= 0xC0 { kept.removeLast() }
        entries[index].text = String(decoding: kept, as: UTF8.self)
        entries[index].isCut = true
    }
}

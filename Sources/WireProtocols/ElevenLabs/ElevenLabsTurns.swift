import CallControl

/// What the codec remembers of a conversation: which response and which transcript entry each of the server's event ids stands
/// for, and up to which id audio is stale. Bounded; the oldest is forgotten first.
///
/// An event id names one utterance of the agent: its audio, text, correction and interruption carry the same number, and the
/// numbers rise.
struct ElevenLabsTurns: Equatable, Sendable {
    private struct Entry: Equatable, Sendable {
        let event: Int
        let response: ResponseID
    }
    private struct Item: Equatable, Sendable {
        let speaker: Speaker
        let event: Int
        let id: ItemID
    }

    static let most = 64

    private var responses: [Entry] = []
    private var items: [Item] = []
    private var nextResponse = 0
    private var nextItem = 0
    /// Audio with an id below this is stale.
    private var firstValid = Int.min
    /// The response that is being received, if any.
    private(set) var current: ResponseID?
    private(set) var latestItem: ItemID?

    func isStale(_ event: Int) -> Bool { event < firstValid }

    func response(_ event: Int) -> ResponseID? { responses.last { $0.event == event }?.response }

    /// The response of an event id, and whether it is new.
    mutating func intern(_ event: Int) -> (id: ResponseID, isNew: Bool) {
        if let last = responses.last, last.event == event { return (last.response, false) }
        if let known = response(event) { return (known, false) }
        if responses.count == Self.most { responses.removeFirst() }
        let id = ResponseID(nextResponse)
        nextResponse += 1
        responses.append(Entry(event: event, response: id))
        current = id
        return (id, true)
    }

    mutating func endCurrent() -> ResponseID? {
        defer { current = nil }
        return current
    }

    /// Notes that the agent was interrupted, and returns the newest response that this concerns.
    ///
    /// The id is usually that of the utterance cut short. After a text turn of ours, though, the server announces the id of the
    /// *coming* utterance (elevenlabs/elevenlabs-python#829), which dropping by `<=` would silence. So an id we have seen is stale
    /// itself; of one we haven't, only what came before.
    mutating func interrupt(_ event: Int) -> ResponseID? {
        let isKnown = response(event) != nil
        firstValid = max(firstValid, isKnown ? event + 1 : event)
        return responses.last { $0.event <= event }?.response
    }

    /// The transcript entry of a speaker's event id; `isNew` the first time. Without an id every piece is an entry of its own.
    mutating func item(_ speaker: Speaker, _ event: Int?) -> (id: ItemID, predecessor: ItemID?, isNew: Bool) {
        if let event, let known = items.last(where: { $0.speaker == speaker && $0.event == event }) { return (known.id, nil, false) }
        let id = ItemID(nextItem)
        nextItem += 1
        if let event {
            if items.count == Self.most { items.removeFirst() }
            items.append(Item(speaker: speaker, event: event, id: id))
        }
        defer { latestItem = id }
        return (id, latestItem, true)
    }
}

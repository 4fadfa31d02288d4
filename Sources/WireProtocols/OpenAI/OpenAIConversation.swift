import Audio
import CallControl

/// What the codec remembers of a conversation: which of our small numbers stands for which of the provider's ids, which items a
/// response has, and how much of their audio has come. Bounded; the oldest is forgotten first.
struct OpenAIConversation: Equatable, Sendable {
    /// One stretch of a response's audio: a content part of an item.
    struct Segment: Equatable, Sendable {
        /// The provider's id; empty where it did not say (binary frames before any item).
        var item: [UInt8]
        var contentIndex: Int
        var bytes = 0
        var isTruncated = false
    }
    enum Phase: Equatable, Sendable { case running, audioEnded, done }

    struct Response: Equatable, Sendable {
        let id: ResponseID
        let name: [UInt8]
        var phase = Phase.running
        /// The latest message item, which binary audio belongs to.
        var currentItem: [UInt8] = []
        var segments: [Segment] = []
    }

    struct Item: Equatable, Sendable {
        let id: ItemID
        let name: [UInt8]
        /// `nil` for function calls, their outputs and system messages, which nobody hears.
        var speaker: Speaker?
        var predecessor: ItemID?
        var response: ResponseID?
        var isPlaced = false
        /// Name of the function, for the events that leave it out.
        var functionName: String?
        var transcriptBytes = 0
    }

    static let mostResponses = 64
    static let mostItems = 256
    static let mostSegments = 16
    static let mostCalls = 64

    private(set) var responses: [Response] = []
    private(set) var items: [Item] = []
    private var calls: [String] = []
    private var nextResponse = 0
    private var nextItem = 0
    private var latestResponse = 0
    /// The response that was created last.
    private(set) var current: ResponseID?

    // MARK: Responses

    /// The response's place in `responses`, and whether it is new.
    mutating func intern(response name: Span<UInt8>) -> (index: Int, isNew: Bool) {
        if let index = index(ofResponse: name) { return (index, false) }
        if responses.count == Self.mostResponses { responses.removeFirst() }
        responses.append(Response(id: ResponseID(nextResponse), name: name.array))
        nextResponse += 1
        latestResponse = responses.count - 1
        current = responses[latestResponse].id
        return (latestResponse, true)
    }

    private mutating func index(ofResponse name: Span<UInt8>) -> Int? {
        if latestResponse < responses.count, name.equals(responses[latestResponse].name) { return latestResponse }
        for index in responses.indices.reversed() where name.equals(responses[index].name) {
            latestResponse = index
            return index
        }
        return nil
    }

    func response(_ id: ResponseID) -> Response? { responses.last { $0.id == id } }

    mutating func setPhase(_ phase: Phase, at index: Int) { responses[index].phase = phase }

    mutating func setCurrentItem(_ name: String, at index: Int) { responses[index].currentItem = Array(name.utf8) }

    /// Counts `bytes` of audio toward a part of an item.
    mutating func addAudio(bytes: Int, to index: Int, item: Span<UInt8>, contentIndex: Int) {
        let last = responses[index].segments.count - 1
        if last >= 0, responses[index].segments[last].contentIndex == contentIndex, item.equals(responses[index].segments[last].item) {
            responses[index].segments[last].bytes += bytes
            return
        }
        if let known = responses[index].segments.firstIndex(where: { $0.contentIndex == contentIndex && item.equals($0.item) }) {
            responses[index].segments[known].bytes += bytes
        } else if responses[index].segments.count < Self.mostSegments {
            responses[index].segments.append(Segment(item: item.array, contentIndex: contentIndex, bytes: bytes))
        }
    }

    mutating func markTruncated(_ id: ResponseID, segment: Int) {
        guard let index = responses.lastIndex(where: { $0.id == id }) else { return }
        responses[index].segments[segment].isTruncated = true
    }

    // MARK: Items

    /// The item's place in `items`.
    mutating func intern(item name: String) -> Int {
        let name = Array(name.utf8)
        if let index = items.lastIndex(where: { $0.name == name }) { return index }
        if items.count == Self.mostItems { items.removeFirst() }
        items.append(Item(id: ItemID(nextItem), name: name))
        nextItem += 1
        return items.count - 1
    }

    /// The entry of an item, known or new.
    mutating func item(named name: String) -> Item {
        let index = intern(item: name)
        return items[index]
    }

    mutating func update(item index: Int, _ change: (inout Item) -> Void) { change(&items[index]) }

    /// The nearest item before `predecessor`, itself included, that somebody could hear: function calls stand between utterances too.
    func spoken(from predecessor: ItemID?) -> ItemID? {
        var next = predecessor
        for _ in 0..<items.count {
            guard let id = next, let item = items.last(where: { $0.id == id }) else { return next }
            if item.speaker != nil || !item.isPlaced { return id }
            next = item.predecessor
        }
        return nil
    }

    // MARK: Function calls

    /// True the first time a call is seen: it is told up to three times.
    mutating func noteCall(_ id: String) -> Bool {
        guard !calls.contains(id) else { return false }
        if calls.count == Self.mostCalls { calls.removeFirst() }
        calls.append(id)
        return true
    }
}

extension Span where Element == UInt8 {
    /// A copy.
    var array: [UInt8] { withUnsafeBufferPointer { Array($0) } }

    @inline(__always)
    func equals(_ other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }
}

import CallControl

/// A key that the caller pressed may be told twice: by the dialplan's text on the stream, and by the event socket.
struct KeyPresses: Equatable {
    enum Source: Equatable { case stream, eventSocket }

    /// Told by one and not yet by the other, oldest first.
    private var pending: [(digit: String, source: Source, at: Instant)] = []

    /// Longer than either needs, and shorter than it takes to press one key twice and mean it by different ways.
    static let window = Duration.seconds(1)
    private static let limit = 32

    static func == (left: Self, right: Self) -> Bool { left.pending.elementsEqual(right.pending, by: ==) }

    /// - Returns: is it another press than the other source has told of?
    mutating func isNew(_ digit: String, from source: Source, at now: Instant) -> Bool {
        pending.removeAll { now - $0.at > Self.window }
        if let known = pending.firstIndex(where: { $0.digit == digit && $0.source != source }) {
            pending.remove(at: known)
            return false
        }
        if pending.count == Self.limit { pending.removeFirst() }
        pending.append((digit, source, now))
        return true
    }
}

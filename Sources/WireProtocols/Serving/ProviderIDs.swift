/// Names for what a server makes, numbered from a start that the caller gives.
public struct ProviderIDs: Equatable, Sendable {
    private var last: Int

    public init(startingAt first: Int = 1) { last = first - 1 }

    /// The next number.
    public mutating func next() -> Int {
        last += 1
        return last
    }

    /// The next name, e.g. `event_12`.
    public mutating func next(_ prefix: String) -> String { "\(prefix)_\(next())" }
}

/// Names for what a conversation consists of: unique within it, and the same each time it is run.
struct OpenAINumbers: Equatable, Sendable {
    private var events = 0
    private var items = 0
    private var responses = 0
    private var calls = 0

    mutating func event() -> String { Self.next("event", &events) }
    mutating func item() -> String { Self.next("item", &items) }
    mutating func response() -> String { Self.next("resp", &responses) }
    mutating func call() -> String { Self.next("call", &calls) }

    private static func next(_ kind: String, _ counter: inout Int) -> String {
        counter += 1
        return "\(kind)_\(counter)"
    }
}

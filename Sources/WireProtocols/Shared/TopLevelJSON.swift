/// Walks the members of one JSON object in the order they come, yielding where names and values lie. Allocates nothing.
///
/// Made for messages that carry kilobytes of base64 beside a few short ids: the values are found, not read. It is not a
/// validator; whatever puzzles it ends the walk, and the caller turns to `JSONValue`, which says what is wrong.
public struct TopLevelJSON {
    /// Where a member lies in the message.
    public struct Member {
        public enum Kind: Equatable, Sendable {
            /// A string without escapes; `value` is what stands between the quotes.
            case plainString
            /// A string that has to be unescaped; `value` is what stands between the quotes.
            case escapedString
            /// A number, `true`, `false` or `null`.
            case scalar
            /// An object or array, brackets included.
            case composite
        }
        public var name: Range<Int>
        public var kind: Kind
        public var value: Range<Int>
    }

    /// What the next step of the walk found.
    public enum Step {
        case member(Member)
        /// The object is closed and nothing but space follows.
        case end
        /// Not an object, or not one this walk can follow.
        case unclear
    }

    private var index: Int
    private let end: Int
    private var hasBegun = false

    /// Walks the object that `range` of a message holds.
    public init(_ range: Range<Int>) {
        index = range.lowerBound
        end = range.upperBound
    }

    /// The next member of the object in `message`, which must be the same for the whole walk.
    public mutating func next(in message: Span<UInt8>) -> Step {
        message.withUnsafeBufferPointer { next($0) }
    }

    private mutating func next(_ bytes: UnsafeBufferPointer<UInt8>) -> Step {
        index = JSONScan.skipSpace(bytes, from: index, to: end)
        guard index < end else { return .unclear }
        switch (hasBegun, bytes[index]) {
        case (false, UInt8(ascii: "{")), (true, UInt8(ascii: ",")):
            index = JSONScan.skipSpace(bytes, from: index + 1, to: end)
            if !hasBegun, index < end, bytes[index] == UInt8(ascii: "}") { return close(bytes) }
            hasBegun = true
        case (true, UInt8(ascii: "}")): return close(bytes)
        default: return .unclear
        }
        guard let name = string(bytes), !name.isEscaped else { return .unclear }
        index = JSONScan.skipSpace(bytes, from: index, to: end)
        guard index < end, bytes[index] == UInt8(ascii: ":") else { return .unclear }
        index = JSONScan.skipSpace(bytes, from: index + 1, to: end)
        guard index < end else { return .unclear }
        return value(bytes, name: name.range)
    }

    private mutating func close(_ bytes: UnsafeBufferPointer<UInt8>) -> Step {
        JSONScan.skipSpace(bytes, from: index + 1, to: end) == end ? .end : .unclear
    }

    private mutating func value(_ bytes: UnsafeBufferPointer<UInt8>, name: Range<Int>) -> Step {
        switch bytes[index] {
        case UInt8(ascii: "\""):
            guard let found = string(bytes) else { return .unclear }
            return .member(Member(name: name, kind: found.isEscaped ? .escapedString : .plainString, value: found.range))
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let start = index
            guard skipComposite(bytes) else { return .unclear }
            return .member(Member(name: name, kind: .composite, value: start..<index))
        default:
            let start = index
            while index < end, !JSONScan.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "}"),
                bytes[index] != UInt8(ascii: "]")
            { index &+= 1 }
            return index > start ? .member(Member(name: name, kind: .scalar, value: start..<index)) : .unclear
        }
    }

    /// Steps over a string; `nil` if it has no end or holds a bare control character.
    private mutating func string(_ bytes: UnsafeBufferPointer<UInt8>) -> (range: Range<Int>, isEscaped: Bool)? {
        guard index < end, bytes[index] == UInt8(ascii: "\"") else { return nil }
        let start = index + 1
        var isEscaped = false
        var mark = JSONScan.stringMark(in: bytes, from: start, to: end)
        while mark < end, bytes[mark] == UInt8(ascii: "\\") {
            isEscaped = true
            mark = JSONScan.stringMark(in: bytes, from: min(mark + 2, end), to: end)
        }
        guard mark < end, bytes[mark] == UInt8(ascii: "\"") else { return nil }
        index = mark + 1
        return (start..<mark, isEscaped)
    }

    private mutating func skipComposite(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var depth = 0
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard string(bytes) != nil else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 {
                    index += 1
                    return true
                }
            default: break
            }
            index += 1
        }
        return false
    }
}

extension Span where Element == UInt8 {
    /// Whether `range` spells `literal`.
    @inline(__always)
    func spells(_ literal: StaticString, _ range: Range<Int>) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where self[range.lowerBound + offset] != literal.utf8Start[offset] { return false }
        return true
    }

    /// The decimal integer in `range`; `nil` if it is anything else.
    func integer(_ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 18 else { return nil }
        var number = 0
        for index in range {
            guard (0x30...0x39).contains(self[index]) else { return nil }
            number = number * 10 + Int(self[index] - 0x30)
        }
        return number
    }
}

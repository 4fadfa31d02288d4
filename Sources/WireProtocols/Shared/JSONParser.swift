import CallControl

/// A strict, bounded reader of JSON documents (RFC 8259); only invalid UTF-8 inside strings is forgiven, and replaced by U+FFFD.
///
/// Ours rather than Foundation's decoder since transcript deltas come ten times a second on every call: one pass, a tree, and
/// bounds on depth and number of values.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private var index: Int
    private var valuesLeft: Int
    private let limits: WireLimits

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ limits: WireLimits) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
        valuesLeft = limits.values
        self.limits = limits
    }

    /// What is wrong with a document, and where.
    struct Failure: Error {
        var position: Int
        var problem: StaticString
    }

    static func parse(_ message: Span<UInt8>, _ range: Range<Int>, limits: WireLimits) throws(WireError) -> JSONValue {
        let result = message.withUnsafeBufferPointer { bytes -> Result<JSONValue, Failure> in
            var parser = JSONParser(bytes, range, limits)
            do throws(Failure) {
                let value = try parser.value(depth: 0)
                parser.skipSpace()
                return parser.index == parser.end ? .success(value) : .failure(parser.failure("text after the document"))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let failure):
            throw WireError(field: "message", problem: "not JSON at byte \(failure.position - range.lowerBound): \(failure.problem)")
        }
    }

    private func failure(_ problem: StaticString) -> Failure { Failure(position: index, problem: problem) }
    private var current: UInt8? { index < end ? bytes[index] : nil }

    private mutating func skipSpace() {
        index = JSONScan.skipSpace(bytes, from: index, to: end)
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < limits.depth else { throw failure("nested too deeply") }
        guard valuesLeft > 0 else { throw failure("too many values") }
        valuesLeft -= 1
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case nil: throw failure("ends too early")
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        index += 1
        var members: [JSONValue.Member] = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            index += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw failure("expected a name") }
            let name = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw failure("expected a colon") }
            index += 1
            members.append(.init(name, try value(depth: depth + 1)))
            if try !comma(orEnd: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            index += 1
            return .array([])
        }
        while true {
            elements.append(try value(depth: depth + 1))
            if try !comma(orEnd: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    /// Steps over a comma (true) or the closing mark (false).
    private mutating func comma(orEnd mark: UInt8) throws(Failure) -> Bool {
        skipSpace()
        switch current {
        case UInt8(ascii: ","):
            index += 1
            return true
        case mark:
            index += 1
            return false
        default: throw failure("expected a comma or the end")
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(Failure) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard end - index >= length, (0..<length).allSatisfy({ bytes[index + $0] == text.utf8Start[$0] }) else { throw failure("unknown word") }
        index += length
        return value
    }
}

extension JSONParser {
    private mutating func digits() -> Int {
        let start = index
        while index < end, (0x30...0x39).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        let firstDigit = current
        let count = digits()
        guard count > 0, count == 1 || firstDigit != UInt8(ascii: "0") else { throw failure("not a number") }
        var isWhole = true
        if current == UInt8(ascii: ".") {
            index += 1
            isWhole = false
            guard digits() > 0 else { throw failure("not a number") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            index += 1
            isWhole = false
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            guard digits() > 0 else { throw failure("not a number") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let number = Int(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else { throw failure("number out of range") }
        return .double(number)
    }

    private mutating func string() throws(Failure) -> String {
        index += 1
        let start = index
        index = JSONScan.stringMark(in: bytes, from: index, to: end)
        guard let mark = current else { throw failure("string without end") }
        if mark == UInt8(ascii: "\"") {
            defer { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        var text = Array(bytes[start..<index])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("control character in a string")
            default:
                let next = JSONScan.stringMark(in: bytes, from: index, to: end)
                text.append(contentsOf: bytes[index..<next])
                index = next
            }
        }
        throw failure("string without end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        index += 1
        guard let letter = current else { throw failure("string without end") }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw failure("unknown escape")
        }
    }

    /// The scalar after `\u`, surrogate pairs joined; half a pair is U+FFFD.
    private mutating func scalar() throws(Failure) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), end - index >= 6, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return "\u{FFFD}"
        }
        let beforeSecond = index
        index += 2
        let second = try fourDigits()
        guard UTF16.isTrailSurrogate(second) else {
            index = beforeSecond
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func fourDigits() throws(Failure) -> UInt16 {
        guard end - index >= 4 else { throw failure("escape ends too early") }
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Self.hexadecimal(bytes[index]) else { throw failure("not a hexadecimal digit") }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension JSONValue {
    /// Reads one document.
    /// - Throws: naming the byte at which it stops being JSON, or the bound that it breaks.
    public init(_ message: Span<UInt8>, limits: WireLimits = WireLimits()) throws(WireError) {
        guard message.count <= limits.message else {
            throw WireError(field: "message", problem: "\(message.count) bytes, more than the \(limits.message) taken")
        }
        self = try JSONParser.parse(message, 0..<message.count, limits: limits)
    }

    /// Reads one document from text.
    public init(text: String, limits: WireLimits = WireLimits()) throws(WireError) {
        let bytes = Array(text.utf8)
        try self.init(bytes.span, limits: limits)
    }
}

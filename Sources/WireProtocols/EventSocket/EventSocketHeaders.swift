/// A block of `Name: value` lines. Kept as it came: an event has 200 of them, of which a few are looked at.
public struct EventSocketHeaders: Equatable, Sendable {
    private struct Field: Equatable {
        var name: Range<Int>
        var value: Range<Int>
    }
    public enum Encoding: Equatable, Sendable {
        case plain
        /// As events have it.
        case percent
    }

    private let bytes: [UInt8]
    private let encoding: Encoding
    private var fields: [Field] = []
    /// Lines without a colon.
    public private(set) var malformedLines = 0

    /// - Parameter bytes: lines ended by LF or CRLF; the last may lack its end.
    init(_ bytes: [UInt8], _ encoding: Encoding) {
        self.bytes = bytes
        self.encoding = encoding
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            addLine(start..<end)
            start = end + 1
        }
    }

    private mutating func addLine(_ line: Range<Int>) {
        var end = line.upperBound
        if end > line.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        guard end > line.lowerBound else { return }
        guard let colon = bytes[line.lowerBound..<end].firstIndex(of: UInt8(ascii: ":")) else {
            malformedLines += 1
            return
        }
        var value = colon + 1
        if value < end, bytes[value] == UInt8(ascii: " ") { value += 1 }
        fields.append(Field(name: line.lowerBound..<colon, value: value..<end))
    }

    public var count: Int { fields.count }

    /// The first value of that name, whatever its case; names may occur twice.
    public subscript(_ name: String) -> String? {
        fields.first { matches($0, name) }.map(text)
    }

    public func all(_ name: String) -> [String] { fields.filter { matches($0, name) }.map(text) }

    private func matches(_ field: Field, _ name: String) -> Bool {
        guard field.name.count == name.utf8.count else { return false }
        return zip(bytes[field.name], name.utf8).allSatisfy { Self.folded($0) == Self.folded($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private func text(_ field: Field) -> String {
        let raw = String(decoding: bytes[field.value], as: UTF8.self)
        guard encoding == .percent, raw.utf8.contains(UInt8(ascii: "%")) else { return raw }
        return Self.percentDecoded(bytes[field.value])
    }

    /// Repairs what is not UTF-8, and leaves a stray `%` as it is: callers choose some of these values.
    private static func percentDecoded(_ raw: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            if raw[index] == UInt8(ascii: "%"), index + 2 < raw.endIndex, let high = digit(raw[index + 1]), let low = digit(raw[index + 2]) {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(raw[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

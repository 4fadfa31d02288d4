/// Writes JSON (RFC 8259) by hand, as bytes. What it writes is valid UTF-8 whatever it is given.
public enum JSONText {
    /// Appends `text` as a JSON string, quotes included.
    public static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { appendValid($0, to: &bytes) }
    }

    /// Appends bytes that ought to be text as a JSON string; U+FFFD stands for what is not UTF-8 (a character cut in half, say).
    public static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        append(UTF8Text.repaired(text, 0..<text.count).text, to: &bytes)
    }

    /// Appends a decimal integer.
    public static func append(_ number: Int, to bytes: inout [UInt8]) {
        var digits: UInt64 = UInt64(number.magnitude)
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(digits % 10))
            digits /= 10
        } while digits > 0
        bytes[start...].reverse()
    }

    /// Appends the bytes of a literal as they are.
    @inline(__always)
    static func append(literal: StaticString, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    private static func appendValid(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var plainFrom = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            bytes.append(contentsOf: text[plainFrom..<index])
            appendEscape(of: byte, to: &bytes)
            plainFrom = index + 1
        }
        bytes.append(contentsOf: text[plainFrom...])
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): append(literal: "\\\"", to: &bytes)
        case UInt8(ascii: "\\"): append(literal: "\\\\", to: &bytes)
        case UInt8(ascii: "\n"): append(literal: "\\n", to: &bytes)
        case UInt8(ascii: "\r"): append(literal: "\\r", to: &bytes)
        case UInt8(ascii: "\t"): append(literal: "\\t", to: &bytes)
        default:
            append(literal: "\\u00", to: &bytes)
            bytes.append(hexadecimal(byte >> 4))
            bytes.append(hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10 }
}

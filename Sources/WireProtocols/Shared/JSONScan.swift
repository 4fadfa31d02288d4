/// Finds its way through JSON text without reading it.
enum JSONScan {
    /// The first quote, backslash or control character at or after `start`: where a string's plain stretch ends; `end` if there is none.
    ///
    /// Thirty-two bytes a step, by the zero-byte trick on 64-bit lanes; base64 audio is one such stretch of kilobytes.
    static func stringMark(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return end }
        var index = start
        while index &+ 32 <= end {
            let block = (base + index).loadUnaligned(as: SIMD4<UInt64>.self)
            let found = zeroBytes(block ^ quotes) | zeroBytes(block ^ backslashes) | zeroBytes(block & controlMask)
            if found[0] | found[1] | found[2] | found[3] != 0 { break }
            index &+= 32
        }
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return index }
            index &+= 1
        }
        return end
    }

    private static let quotes = SIMD4<UInt64>(repeating: 0x2222_2222_2222_2222)
    private static let backslashes = SIMD4<UInt64>(repeating: 0x5C5C_5C5C_5C5C_5C5C)
    /// A byte without any of these bits is a control character.
    private static let controlMask = SIMD4<UInt64>(repeating: 0xE0E0_E0E0_E0E0_E0E0)

    /// Marks zero bytes; borrow may mark others beside them, never without one.
    @inline(__always)
    private static func zeroBytes(_ lanes: SIMD4<UInt64>) -> SIMD4<UInt64> {
        (lanes &- SIMD4(repeating: 0x0101_0101_0101_0101)) & ~lanes & SIMD4(repeating: 0x8080_8080_8080_8080)
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end, isSpace(bytes[index]) { index &+= 1 }
        return index
    }
}

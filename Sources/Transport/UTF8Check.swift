/// Is a run of bytes valid UTF-8 (RFC 3629)? Plain ASCII, which nearly all of a provider's JSON is, is checked 32 bytes at a time.
enum UTF8Check {
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBytes { raw in
            var index = 0
            while index + 32 <= raw.count, isASCII(raw, at: index) { index += 32 }
            return index == raw.count || isValidSlow(UnsafeRawBufferPointer(rebasing: raw[index...]))
        }
    }

    private static func isASCII(_ raw: UnsafeRawBufferPointer, at index: Int) -> Bool {
        let block = raw.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self)
        let high = (block & SIMD4(repeating: 0x8080_8080_8080_8080))
        return high[0] | high[1] | high[2] | high[3] == 0
    }

    private static func isValidSlow(_ raw: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < raw.count {
            if index + 32 <= raw.count, isASCII(raw, at: index) {
                index += 32
                continue
            }
            guard let length = sequenceLength(raw, at: index) else { return false }
            index += length
        }
        return true
    }

    /// Length of the well-formed sequence at `index`; `nil` if it is none.
    private static func sequenceLength(_ raw: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let first = raw[index]
        if first < 0x80 { return 1 }
        let (length, low, high): (Int, UInt8, UInt8)
        switch first {
        case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
        case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (length, low, high) = (3, 0x80, 0xBF)
        case 0xED: (length, low, high) = (3, 0x80, 0x9F)
        case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
        case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
        case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
        default: return nil
        }
        guard index + length <= raw.count, (low...high).contains(raw[index + 1]) else { return nil }
        for offset in 2..<max(2, length) where raw[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }
}

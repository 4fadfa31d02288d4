/// Builds a client's frames: header, masking key, masked payload (RFC 6455, section 5.3).
enum FrameWriter {
    static let text: UInt8 = 1
    static let binary: UInt8 = 2
    static let close: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10

    /// Appends one whole frame to `output`.
    static func append(opcode: UInt8, _ payload: Span<UInt8>, mask: UInt32, to output: inout [UInt8]) {
        output.append(0x80 | opcode)
        switch payload.count {
        case 0..<126: output.append(0x80 | UInt8(payload.count))
        case 126..<65_536:
            output.append(0x80 | 126)
            output.append(UInt8(payload.count >> 8))
            output.append(UInt8(payload.count & 0xFF))
        default:
            output.append(0x80 | 127)
            for shift in stride(from: 56, through: 0, by: -8) { output.append(UInt8(truncatingIfNeeded: payload.count >> shift)) }
        }
        withUnsafeBytes(of: mask) { output.append(contentsOf: $0) }
        let start = output.count
        payload.withUnsafeBufferPointer { output.append(contentsOf: $0) }
        output.withUnsafeMutableBytes { bytes in Self.mask(UnsafeMutableRawBufferPointer(rebasing: bytes[start...]), with: mask) }
    }

    private static func mask(_ bytes: UnsafeMutableRawBufferPointer, with key: UInt32) {
        let wide = UInt64(key) << 32 | UInt64(key)
        let block = SIMD4<UInt64>(repeating: wide)
        var index = 0
        while index + 32 <= bytes.count {
            let masked = bytes.loadUnaligned(fromByteOffset: index, as: SIMD4<UInt64>.self) ^ block
            bytes.storeBytes(of: masked, toByteOffset: index, as: SIMD4<UInt64>.self)
            index += 32
        }
        withUnsafeBytes(of: key) { key in
            while index < bytes.count {
                bytes[index] ^= key[index & 3]
                index += 1
            }
        }
    }
}

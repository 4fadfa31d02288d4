/// ITU-T G.711: µ-law and A-law, by table.
public enum G711 {
    /// Linear value of each µ-law code, 16-bit scale (the 14-bit value of G.711 times 4).
    static let linearOfMuLaw: [Int16] = (0..<256).map { code in
        let inverted = ~UInt8(code)
        let exponent = Int(inverted >> 4) & 7
        let magnitude = ((Int(inverted & 0x0F) << 3 + 0x84) << exponent) - 0x84
        return Int16(inverted & 0x80 == 0 ? magnitude : -magnitude)
    }

    /// Linear value of each A-law code, 16-bit scale (the 13-bit value of G.711 times 8).
    static let linearOfALaw: [Int16] = (0..<256).map { code in
        let even = UInt8(code) ^ 0x55
        let exponent = Int(even >> 4) & 7
        let mantissa = Int(even & 0x0F) << 4 + 8
        let magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
        return Int16(even & 0x80 != 0 ? magnitude : -magnitude)
    }

    /// Codes by the top 14 bits of a sample (µ-law) and by the top 12 (A-law), all that a code depends on: 16 and 4 KiB, small
    /// enough to stay in the cache.
    private static let muLawOfTopBits: [UInt8] = (0..<16_384).map { encodeMuLaw(Int16(truncatingIfNeeded: $0 << 2)) }
    private static let aLawOfTopBits: [UInt8] = (0..<4_096).map { encodeALaw(Int16(truncatingIfNeeded: $0 << 4)) }
    private static let aLawOfMuLaw: [UInt8] = linearOfMuLaw.map(encodeALaw)
    private static let muLawOfALaw: [UInt8] = linearOfALaw.map(encodeMuLaw)

    /// The code whose decision interval holds the sample (G.711, table 2a); the low two bits lie below its 14-bit resolution.
    static func encodeMuLaw(_ sample: Int16) -> UInt8 {
        let isNegative = sample < 0
        let magnitude = min(isNegative ? -(Int(sample) >> 2) - 1 : Int(sample) >> 2, 8_158) + 33
        let exponent = Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 5
        let mantissa = magnitude >> (exponent + 1) & 0x0F
        return ~UInt8((isNegative ? 0x80 : 0) | exponent << 4 | mantissa)
    }

    /// The code whose decision interval holds the sample (G.711, table 1a); the low three bits lie below its 13-bit resolution.
    static func encodeALaw(_ sample: Int16) -> UInt8 {
        let isNegative = sample < 0
        let magnitude = isNegative ? -(Int(sample) >> 3) - 1 : Int(sample) >> 3
        let exponent = magnitude < 32 ? 0 : Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 4
        let mantissa = exponent == 0 ? magnitude >> 1 & 0x0F : magnitude >> exponent & 0x0F
        return UInt8((isNegative ? 0 : 0x80) | exponent << 4 | mantissa) ^ 0x55
    }

    /// Appends the sample of each code.
    public static func decodeMuLaw(_ codes: Span<UInt8>, appendingTo samples: inout [Int16]) { map(codes, linearOfMuLaw, &samples) }
    public static func decodeALaw(_ codes: Span<UInt8>, appendingTo samples: inout [Int16]) { map(codes, linearOfALaw, &samples) }

    /// Appends the code of each sample.
    public static func encodeMuLaw(_ samples: Span<Int16>, appendingTo codes: inout [UInt8]) { encode(samples, muLawOfTopBits, shift: 2, &codes) }
    public static func encodeALaw(_ samples: Span<Int16>, appendingTo codes: inout [UInt8]) { encode(samples, aLawOfTopBits, shift: 4, &codes) }

    /// Appends, for each code, the code of the other law whose decision interval holds its value: one conversion costs no more
    /// than decoding and encoding again would. (G.711's own tables 3 and 4 favour a code's survival of the way back instead.)
    public static func aLaw(fromMuLaw codes: Span<UInt8>, appendingTo output: inout [UInt8]) { map(codes, aLawOfMuLaw, &output) }
    public static func muLaw(fromALaw codes: Span<UInt8>, appendingTo output: inout [UInt8]) { map(codes, muLawOfALaw, &output) }

    @inline(__always)
    private static func map<Value: FixedWidthInteger & BitwiseCopyable>(_ codes: Span<UInt8>, _ table: [Value], _ output: inout [Value]) {
        let table = table.span
        output.extend(by: codes.count) { target in
            for index in codes.indices { target[unchecked: index] = table[unchecked: Int(codes[unchecked: index])] }
        }
    }

    @inline(__always)
    private static func encode(_ samples: Span<Int16>, _ table: [UInt8], shift: Int16, _ output: inout [UInt8]) {
        let table = table.span
        output.extend(by: samples.count) { target in
            for index in samples.indices {
                target[unchecked: index] = table[unchecked: Int(UInt16(bitPattern: samples[unchecked: index]) &>> UInt16(shift))]
            }
        }
    }
}

/// 16-bit little-endian samples as bytes, and back.
public enum PCM16 {
    /// Appends the samples in `bytes`; an odd last byte is left out.
    public static func decode(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        bytes.withUnsafeBytes { raw in
            let count = raw.count / 2
            let start = samples.count
            samples.append(contentsOf: repeatElement(0, count: count))
            samples.withUnsafeMutableBytes { target in
                UnsafeMutableRawBufferPointer(rebasing: target[(start * 2)...]).copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[..<(count * 2)]))
            }
        }
    }

    /// Appends the left channel of interleaved stereo.
    public static func decodeLeft(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        bytes.withUnsafeBytes { raw in
            for frame in 0..<raw.count / 4 {
                samples.append(Int16(littleEndian: raw.loadUnaligned(fromByteOffset: frame * 4, as: Int16.self)))
            }
        }
    }

    /// Appends the bytes of `samples`.
    public static func encode(_ samples: Span<Int16>, appendingTo bytes: inout [UInt8]) {
        samples.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

/// 16-bit little-endian samples as bytes (L16 as mod_audio_stream and the providers write it), and back.
public enum PCM16 {
    /// Appends the samples in `bytes`; an odd last byte is left out (callers that read a stream carry it over, see `PCMDecoder`).
    public static func decode(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        bytes.withUnsafeBytes { source in
            samples.extend(by: source.count / 2) { target in
                target.withUnsafeMutableBytes { $0.copyBytes(from: source[..<(source.count & ~1)]) }
            }
        }
    }

    /// Appends the left channel of interleaved stereo; an incomplete last pair is left out.
    public static func decodeLeft(_ bytes: Span<UInt8>, appendingTo samples: inout [Int16]) {
        bytes.withUnsafeBytes { source in
            samples.extend(by: source.count / 4) { target in
                for index in 0..<source.count / 4 {
                    target[unchecked: index] = Int16(littleEndian: source.loadUnaligned(fromByteOffset: index * 4, as: Int16.self))
                }
            }
        }
    }

    /// Appends the bytes of `samples`.
    public static func encode(_ samples: Span<Int16>, appendingTo bytes: inout [UInt8]) {
        samples.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

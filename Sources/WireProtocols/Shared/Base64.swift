/// Base64 with the standard alphabet and padding (RFC 4648, section 4), without allocation.
///
/// Encoding looks twelve bits up at a time, decoding ORs four looked-up words; both append to a buffer that the caller reuses.
public enum Base64 {
    /// Why text is not base64, and where.
    public struct Failure: Error, Equatable, Sendable {
        /// Offset into the text of the first offending byte; the text's length when it ends too early.
        public var position: Int
    }

    /// Length of the text for `count` bytes.
    @inlinable public static func encodedLength(of count: Int) -> Int { (count + 2) / 3 * 4 }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// Two characters for each twelve bits, the first in the low byte.
    private static let pairs: [UInt16] = (0..<4_096).map { UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8 }

    /// Four tables of 256 words, one for each place in a group: the six bits where they belong in three little-endian bytes, or `invalid`.
    private static let words: [UInt32] = {
        var table = [UInt32](repeating: invalid, count: 1_024)
        for (value, character) in alphabet.enumerated() {
            let bits = UInt32(value)
            table[Int(character)] = bits << 2
            table[256 + Int(character)] = bits >> 4 | (bits & 0x0F) << 12
            table[512 + Int(character)] = (bits >> 2) << 8 | (bits & 0x03) << 22
            table[768 + Int(character)] = bits << 16
        }
        return table
    }()
    private static let invalid: UInt32 = 0x0100_0000

    /// Appends the text for `bytes`.
    public static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        let length = encodedLength(of: bytes.count)
        text.append(addingCapacity: length) { output in
            output.withUnsafeMutableBufferPointer { target, initialized in
                guard let target = target.baseAddress else { return }
                bytes.withUnsafeBufferPointer { encode($0, to: target) }
                initialized = length
            }
        }
    }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
        pairs.withUnsafeBufferPointer { pairs in
            var out = UnsafeMutableRawPointer(target)
            var index = 0
            let whole = bytes.count / 3 * 3
            while index < whole {
                let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
                out.storeBytes(of: UInt32(pairs[group >> 12]) | UInt32(pairs[group & 4_095]) << 16, as: UInt32.self)
                out += 4
                index += 3
            }
            guard index < bytes.count else { return }
            let second = index + 1 < bytes.count ? Int(bytes[index + 1]) : nil
            let group = Int(bytes[index]) << 16 | (second ?? 0) << 8
            let third = second == nil ? padding : alphabet[group >> 6 & 63]
            out.storeBytes(of: UInt32(pairs[group >> 12]) | UInt32(third) << 16 | UInt32(padding) << 24, as: UInt32.self)
        }
    }

    /// Appends the bytes that `text[range]` stands for. On failure `bytes` is as before.
    /// - Throws: for any character outside the alphabet, a length that is no multiple of four, padding elsewhere than at the
    ///   end, and bits under the padding that are not zero.
    public static func decode(_ text: Span<UInt8>, _ range: Range<Int>, into bytes: inout [UInt8]) throws(Failure) {
        guard !range.isEmpty else { return }
        let before = bytes.count
        var bad: Int?
        // One more than needed, since the last group is stored as a whole word.
        bytes.append(addingCapacity: (range.count + 3) / 4 * 3 + 1) { output in
            output.withUnsafeMutableBufferPointer { target, initialized in
                text.withUnsafeBufferPointer { all in
                    switch decode(UnsafeBufferPointer(rebasing: all[range]), to: UnsafeMutableRawPointer(target.baseAddress!)) {
                    case .success(let count): initialized = count
                    case .failure(let failure): bad = failure.position
                    }
                }
            }
        }
        guard let bad else { return }
        bytes.removeLast(bytes.count - before)
        throw Failure(position: bad)
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableRawPointer) -> Result<Int, Failure> {
        words.withUnsafeBufferPointer { words in
            var out = target
            var index = 0
            let last = (text.count - 1) / 4 * 4
            while index < last {
                let word = self.word(of: text, at: index, words)
                guard word < invalid else { return .failure(Failure(position: firstBad(in: text, from: index))) }
                out.storeBytes(of: word.littleEndian, as: UInt32.self)
                out += 3
                index += 4
            }
            guard text.count - index == 4 else { return .failure(Failure(position: firstBad(in: text, from: index))) }
            let padded = text[index + 3] != padding ? 0 : text[index + 2] == padding ? 2 : 1
            var word = words[Int(text[index])] | words[256 + Int(text[index + 1])]
            if padded < 2 { word |= words[512 + Int(text[index + 2])] }
            if padded < 1 { word |= words[768 + Int(text[index + 3])] }
            guard word < invalid else { return .failure(Failure(position: firstBad(in: text, from: index))) }
            let kept = 3 - padded
            guard word >> (8 * UInt32(kept)) == 0 else { return .failure(Failure(position: index + 3 - padded)) }
            out.storeBytes(of: word.littleEndian, as: UInt32.self)
            return .success(out - target + kept)
        }
    }

    @inline(__always)
    private static func word(of text: UnsafeBufferPointer<UInt8>, at index: Int, _ words: UnsafeBufferPointer<UInt32>) -> UInt32 {
        words[Int(text[index])] | words[256 + Int(text[index + 1])] | words[512 + Int(text[index + 2])] | words[768 + Int(text[index + 3])]
    }

    private static func firstBad(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        text[start...].firstIndex { words[Int($0)] >= invalid } ?? text.count
    }
}

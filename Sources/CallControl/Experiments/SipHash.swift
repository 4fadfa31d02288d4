/// SipHash-2-4 (Aumasson and Bernstein, https://www.aumasson.jp/siphash/siphash.pdf): a short hash that nobody can predict or invert
/// without the key. The standard library's hasher is another one, with a key of each process's own.
struct SipHash {
    private var (v0, v1, v2, v3): (UInt64, UInt64, UInt64, UInt64)

    private init(_ key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736f_6d65_7073_6575
        v1 = key.1 ^ 0x646f_7261_6e64_6f6d
        v2 = key.0 ^ 0x6c79_6765_6e65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    static func hash(_ bytes: some Sequence<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
        var state = SipHash(key)
        var (word, count) = (UInt64(0), 0)
        for byte in bytes {
            word |= UInt64(byte) << (8 * (count & 7))
            count += 1
            guard count & 7 == 0 else { continue }
            state.absorb(word)
            word = 0
        }
        state.absorb(word | UInt64(count & 0xff) << 56)
        state.v2 ^= 0xff
        for _ in 0..<4 { state.round() }
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    }

    private mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    private mutating func round() {
        v0 &+= v1
        v2 &+= v3
        v1 = Self.rotated(v1, 13) ^ v0
        v3 = Self.rotated(v3, 16) ^ v2
        v0 = Self.rotated(v0, 32)
        v2 &+= v1
        v0 &+= v3
        v1 = Self.rotated(v1, 17) ^ v2
        v3 = Self.rotated(v3, 21) ^ v0
        v2 = Self.rotated(v2, 32)
    }

    private static func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
}

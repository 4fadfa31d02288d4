import CallControl
import Testing

@testable import Transport

@Suite struct UTF8CheckTests {
    static let valid: [[UInt8]] = [
        [], [0], [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
        [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
    ]
    static let invalid: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x7F], [0xC2, 0xC0], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x28],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
        [0xFE], [0xFF],
    ]

    @Test(arguments: valid) func wellFormedSequencesPass(_ bytes: [UInt8]) { #expect(isUTF8(bytes)) }

    @Test(arguments: invalid) func illFormedSequencesFail(_ bytes: [UInt8]) { #expect(!isUTF8(bytes)) }

    /// The fast path works on 32 bytes; a fault must be seen wherever it lies.
    @Test func faultIsSeenAtEveryPosition() {
        for length in [31, 32, 33, 64, 100] {
            for position in 0..<length {
                var bytes = [UInt8](repeating: 0x61, count: length)
                bytes[position] = 0xFF
                #expect(!isUTF8(bytes), "at \(position) of \(length)")
            }
        }
    }

    @Test func charactersAcrossTheBlocksAreSeenWhole() {
        for position in 0..<70 {
            let bytes = [UInt8](repeating: 0x61, count: position) + Array("€😀".utf8) + [UInt8](repeating: 0x62, count: 40)
            #expect(isUTF8(bytes))
            #expect(!isUTF8(Array(bytes[..<(position + 2)])))
        }
    }

    @Test func agreesWithTheStandardLibrary() {
        var random = SeededGenerator(seed: 11)
        let alphabet: [UInt8] = [0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 1...6, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            #expect(isUTF8(bytes) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }
}

/// A span can't pass through `#expect`.
func isUTF8(_ bytes: [UInt8]) -> Bool { UTF8Check.isValid(bytes.span) }

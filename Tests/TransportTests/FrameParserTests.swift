import CallControl
import Testing

@testable import Transport

@Suite struct FrameParserTests {
    /// What came out of a feed, payloads copied.
    enum Item: Equatable {
        case text(String)
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close([UInt8])
        case failure(FrameParser.Failure)
    }

    static func parse(_ pieces: [[UInt8]], limit: Int = 1 << 20) -> [Item] {
        var parser = FrameParser(limit: limit)
        var items: [Item] = []
        do throws(FrameParser.Failure) {
            for piece in pieces {
                try parser.feed(piece.span) { event, payload in
                    let bytes = payload.withUnsafeBufferPointer { Array($0) }
                    switch event {
                    case .message(.text): items.append(.text(String(decoding: bytes, as: UTF8.self)))
                    case .message(.binary): items.append(.binary(bytes))
                    case .ping: items.append(.ping(bytes))
                    case .pong: items.append(.pong(bytes))
                    case .close: items.append(.close(bytes))
                    }
                    return true
                }
            }
        } catch {
            items.append(.failure(error))
        }
        return items
    }

    /// A server's frame: never masked.
    static func frame(_ opcode: UInt8, _ payload: [UInt8] = [], isFinal: Bool = true, reserved: UInt8 = 0) -> [UInt8] {
        let first = (isFinal ? 0x80 : 0) | reserved << 4 | opcode
        switch payload.count {
        case 0..<126: return [first, UInt8(payload.count)] + payload
        case 126..<65_536: return [first, 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)] + payload
        default: return [first, 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) } + payload
        }
    }

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var input: [UInt8]
        var expected: [Item]
        var limit = 1 << 20
        var testDescription: String { name }
    }

    /// In the order of the Autobahn suite's chapters: framing, pings, reserved bits, opcodes, fragmentation, UTF-8, limits.
    static let cases: [Case] = [
        Case(name: "empty text", input: frame(1), expected: [.text("")]),
        Case(name: "RFC's Hello", input: [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], expected: [.text("Hello")]),
        Case(name: "RFC's fragmented Hello", input: [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], expected: [.text("Hello")]),
        Case(name: "125 bytes", input: frame(2, sample(125)), expected: [.binary(sample(125))]),
        Case(name: "126 bytes", input: frame(2, sample(126)), expected: [.binary(sample(126))]),
        Case(name: "256 bytes", input: frame(2, sample(256)), expected: [.binary(sample(256))]),
        Case(name: "65,535 bytes", input: frame(2, sample(65_535)), expected: [.binary(sample(65_535))]),
        Case(name: "65,536 bytes", input: frame(2, sample(65_536)), expected: [.binary(sample(65_536))]),
        Case(name: "a length longer than it need be is taken", input: [0x82, 126, 0, 1, 7], expected: [.binary([7])]),
        Case(
            name: "RFC's masked Hello", input: [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58],
            expected: [broken("a server's frame is masked")]),
        Case(name: "empty ping", input: frame(9), expected: [.ping([])]),
        Case(name: "ping of 125", input: frame(9, sample(125)), expected: [.ping(sample(125))]),
        Case(name: "ping of 126", input: frame(9, sample(126)), expected: [broken("a control frame is long or fragmented")]),
        Case(name: "close of 126", input: frame(8, sample(126)), expected: [broken("a control frame is long or fragmented")]),
        Case(name: "unasked pong", input: frame(10, [1]), expected: [.pong([1])]),
        Case(name: "ping in two parts", input: frame(9, [1], isFinal: false), expected: [broken("a control frame is long or fragmented")]),
        Case(name: "RSV1 without an extension", input: frame(1, reserved: 4), expected: [broken("reserved bits are set")]),
        Case(name: "RSV2", input: frame(2, reserved: 2), expected: [broken("reserved bits are set")]),
        Case(
            name: "RSV3 on a ping behind a text", input: frame(1, bytes("a")) + frame(9, reserved: 1), expected: [.text("a"), broken("reserved bits are set")]),
        Case(name: "continuation out of nowhere", input: frame(0, [1]), expected: [broken("a continuation without a beginning")]),
        Case(
            name: "second continuation after the last", input: frame(2, [1], isFinal: false) + frame(0, [2]) + frame(0, [3]),
            expected: [.binary([1, 2]), broken("a continuation without a beginning")]),
        Case(name: "text within a text", input: frame(1, [65], isFinal: false) + frame(1, [66]), expected: [broken("a new message within another")]),
        Case(name: "binary within a text", input: frame(1, [65], isFinal: false) + frame(2, [66]), expected: [broken("a new message within another")]),
        Case(
            name: "ping between parts", input: frame(1, bytes("frag"), isFinal: false) + frame(9, [9]) + frame(0, bytes("ment")),
            expected: [.ping([9]), .text("fragment")]),
        Case(
            name: "ping and pong between empty parts",
            input: frame(2, isFinal: false) + frame(9, [1]) + frame(0, isFinal: false) + frame(10, [2]) + frame(0),
            expected: [.ping([1]), .pong([2]), .binary([])]),
        Case(name: "close between parts", input: frame(1, [65], isFinal: false) + frame(8, [3, 0xE8]), expected: [.close([3, 0xE8])]),
        Case(name: "close with a reason", input: frame(8, [3, 0xE8] + bytes("bye")), expected: [.close([3, 0xE8] + bytes("bye"))]),
        Case(name: "text beyond ASCII", input: frame(1, bytes("Hello-µ@ßöäüàá-UTF-8!!")), expected: [.text("Hello-µ@ßöäüàá-UTF-8!!")]),
        Case(
            name: "a character cut between two parts", input: frame(1, [0xCE], isFinal: false) + frame(0, [0xBA]), expected: [.text("κ")]),
        Case(name: "invalid UTF-8", input: frame(1, [0xCE, 0x41]), expected: [.failure(.invalidUTF8)]),
        Case(
            name: "invalid UTF-8 over two parts", input: frame(1, [0x41, 0xF4], isFinal: false) + frame(0, [0x90, 0x80, 0x80]),
            expected: [.failure(.invalidUTF8)]),
        Case(name: "UTF-8 that ends early", input: frame(1, [0x41, 0xE2, 0x82]), expected: [.failure(.invalidUTF8)]),
        Case(name: "any bytes in binary", input: frame(2, [0xCE, 0x41]), expected: [.binary([0xCE, 0x41])]),
        Case(name: "at the limit", input: frame(2, sample(10)), expected: [.binary(sample(10))], limit: 10),
        Case(name: "over the limit", input: frame(2, sample(11)), expected: [.failure(.tooBig)], limit: 10),
        Case(
            name: "over the limit in parts", input: frame(2, sample(6), isFinal: false) + frame(0, sample(5)), expected: [.failure(.tooBig)], limit: 10),
        Case(name: "control frames know no message limit", input: frame(9, sample(20)), expected: [.ping(sample(20))], limit: 10),
        Case(name: "16-bit length over the limit, refused unread", input: [0x82, 126, 0xFF, 0xFF], expected: [.failure(.tooBig)], limit: 1_000),
        Case(name: "64-bit length with its top bit set", input: [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 1], expected: [.failure(.tooBig)]),
        Case(name: "a masked header is refused before its payload", input: [0x82, 0xFF], expected: [broken("a server's frame is masked")]),
        Case(name: "a reserved opcode is refused before its payload", input: [0x83, 126, 0x10, 0], expected: [broken("opcode 3 is reserved")]),
        Case(name: "a stray continuation is refused before its payload", input: [0x80, 0x7D], expected: [broken("a continuation without a beginning")]),
        Case(name: "half a header", input: [0x81], expected: []),
        Case(name: "half a payload", input: [0x82, 2, 1], expected: []),
    ]

    static func sample(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) } }

    private static func broken(_ text: String) -> Item { .failure(.protocolError(text)) }

    @Test(arguments: cases) func takesFramesApart(_ example: Case) {
        #expect(Self.parse([example.input], limit: example.limit) == example.expected)
    }

    @Test(arguments: cases.filter { $0.input.count < 2_000 }) func resultDoesNotDependOnHowBytesAreCut(_ example: Case) {
        #expect(Self.parse(example.input.map { [$0] }, limit: example.limit) == example.expected)
        for size in [2, 3, 7, 100] {
            let pieces = stride(from: 0, to: example.input.count, by: size).map { Array(example.input[$0..<min($0 + size, example.input.count)]) }
            #expect(Self.parse(pieces, limit: example.limit) == example.expected, "cut every \(size) bytes")
        }
    }

    @Test(arguments: [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8]) func reservedOpcodesFail(_ opcode: UInt8) {
        #expect(Self.parse([Self.frame(opcode)]) == [Self.broken("opcode \(opcode) is reserved")])
    }

    @Test func closeCodesSayWhatWasWrong() {
        #expect(FrameParser.Failure.protocolError("").closeCode == 1_002)
        #expect(FrameParser.Failure.invalidUTF8.closeCode == 1_007)
        #expect(FrameParser.Failure.tooBig.closeCode == 1_009)
    }

    @Test func deliveryStopsWhenTheOwnerHasHadEnough() throws {
        var parser = FrameParser(limit: 100)
        var count = 0
        let input = Self.frame(1, [65]) + Self.frame(1, [66]) + [0x81]
        try parser.feed(input.span) { _, _ in
            count += 1
            return false
        }
        #expect(count == 1)
        #expect(!parser.hasPartialFrame)
    }

    @Test func manyMessagesCutAtRandomComeOutAsTheyWentIn() {
        var random = SeededGenerator(seed: 7)
        var input: [UInt8] = []
        var expected: [Item] = []
        for _ in 0..<300 {
            let payload = Self.sample(Int.random(in: 0...400, using: &random))
            if Bool.random(using: &random), payload.count > 1 {
                let cut = Int.random(in: 0..<payload.count, using: &random)
                input += Self.frame(2, Array(payload[..<cut]), isFinal: false) + Self.frame(9, [1]) + Self.frame(0, Array(payload[cut...]))
                expected += [.ping([1]), .binary(payload)]
            } else {
                input += Self.frame(2, payload)
                expected.append(.binary(payload))
            }
        }
        var pieces: [[UInt8]] = []
        var rest = input[...]
        while !rest.isEmpty {
            let size = min(rest.count, Int.random(in: 1...900, using: &random))
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(Self.parse(pieces) == expected)
    }
}

/// The same numbers on every run (SeededGenerator).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}

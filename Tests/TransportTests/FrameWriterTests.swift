import Testing

@testable import Transport

@Suite struct FrameWriterTests {
    @Test func rfcExampleIsBuiltByteForByte() {
        // RFC 6455, section 5.7: a single-frame masked text message, "Hello".
        let mask = UInt32(littleEndian: 0x3D21_FA37)
        var output: [UInt8] = []
        FrameWriter.append(opcode: FrameWriter.text, Array("Hello".utf8).span, mask: mask, to: &output)
        #expect(output == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 125, 126, 127, 1_000, 65_535, 65_536, 70_001])
    func payloadComesBackWhenUnmasked(_ count: Int) {
        let payload = FrameParserTests.sample(count)
        // What stands in the buffer before must stay untouched, whatever its length does to alignment.
        var output: [UInt8] = [1, 2, 3]
        FrameWriter.append(opcode: FrameWriter.binary, payload.span, mask: 0xA1B2_C3D4, to: &output)
        #expect(output.prefix(3) == [1, 2, 3])
        let frame = Array(output.dropFirst(3))
        let extra = count < 126 ? 0 : count < 65_536 ? 2 : 8
        #expect(frame[0] == 0x82)
        #expect(frame[1] == 0x80 | UInt8(extra == 0 ? count : extra == 2 ? 126 : 127))
        #expect(frame[2..<2 + extra].reduce(0) { $0 << 8 | Int($1) } == (extra == 0 ? 0 : count))
        let key = Array(frame[(2 + extra)..<(6 + extra)])
        let unmasked = frame[(6 + extra)...].enumerated().map { $1 ^ key[$0 & 3] }
        #expect(unmasked == payload)
    }

    @Test func masksDiffer() {
        var source = MaskSource()
        let keys = (0..<5_000).map { _ in source.take() }
        // Five thousand draws out of four billion: a handful of twins at the most.
        #expect(Set(keys).count > 4_990)
    }
}

import Testing

@testable import WireProtocols

@Suite struct StreamTextDecoderTests {
    private func decode(_ text: String) -> StreamTextDecoder.Event {
        var decoder = StreamTextDecoder()
        return decoder.decode(text.bytes.span)
    }

    @Test func readsMetadataWithOrWithoutAType() {
        var expected = StreamMetadata()
        expected.callerID = "+5511"
        expected.callerName = "Ana"
        expected.language = "pt-BR"
        expected.variables = ["vip": "true", "n": "3", "queue": "sales"]
        let body = #""caller_id":"+5511","caller_name":"Ana","language":"pt-BR","variables":{"vip":true,"n":3,"skip":[1]},"queue":"sales""#
        #expect(decode("{\(body)}") == .metadata(expected))
        #expect(decode("{\"type\":\"metadata\",\(body)}") == .metadata(expected))
    }

    @Test(arguments: ["0", "5", "9", "*", "#", "A", "D"])
    func readsDigits(_ digit: String) { #expect(decode(#"{"type":"dtmf","digit":"\#(digit)"}"#) == .dtmf(digit)) }

    @Test func readsDigitsThatAreNumbersAndSmallLetters() {
        #expect(decode(#"{"type":"dtmf","digit":5}"#) == .dtmf("5"))
        #expect(decode(#"{"type":"dtmf","digit":"d","duration":90}"#) == .dtmf("D"))
    }

    @Test func readsHangup() { #expect(decode(#"{"type":"hangup"}"#) == .hangup) }

    @Test func keepsTheRestAsContext() {
        var decoder = StreamTextDecoder()
        for text in ["hello", #"{"caller_id":"+55"#, #"{"type":"note","text":"x"}"#, #"{"type":"dtmf","digit":"55"}"#, #"{"type":"dtmf"}"#, "[1]", "3"] {
            #expect(decoder.decode(text.bytes.span) == .context(text))
        }
        #expect(decoder.counts.notJSON == 4 && decoder.counts.otherTypes == 1 && decoder.counts.malformed == 2)
        #expect(decoder.decode([UInt8]().span) == .ignored)
    }

    @Test func invalidUTF8IsRepairedAndCounted() {
        var decoder = StreamTextDecoder()
        let frame: [UInt8] = [0x61, 0xFF, 0x62]
        #expect(decoder.decode(frame.span) == .context("a\u{FFFD}b"))
        #expect(decoder.counts.repaired == 1)
    }

    @Test func whatIsTooLongIsCutAtAWholeCharacter() {
        var decoder = StreamTextDecoder()
        let frame = ("x" + String(repeating: "é", count: 8_000)).bytes
        guard case .context(let text) = decoder.decode(frame.span) else {
            Issue.record("no context")
            return
        }
        #expect(text.utf8.count == 8_191 && text.hasSuffix("é"))
        #expect(decoder.counts.cut == 1 && decoder.counts.repaired == 0)
    }

    @Test func contextIsBoundedOverACall() {
        var decoder = StreamTextDecoder()
        let frame = String(repeating: "x", count: 6_000).bytes
        let kept = (0..<100).filter { _ in decoder.decode(frame.span) != .ignored }
        #expect(kept.count == 2)
        #expect(decoder.counts.overflow == 98)
    }

    @Test func metadataIsBounded() {
        let many = (0..<200).map { "\"v\($0)\":\"\(String(repeating: "y", count: 20))\"" }.joined(separator: ",")
        guard case .metadata(let metadata) = decode(#"{"variables":{\#(many)},"caller_name":"a\r\nb"}"#) else {
            Issue.record("no metadata")
            return
        }
        #expect(metadata.variables.count == 64)
        #expect(metadata.callerName == "a??b")
    }

    @Test func noFrameCrashesTheDecoder() {
        var random = Seeded(6)
        let good = #"{"type":"metadata","caller_id":"+55","variables":{"a":"b"}}"#.bytes
        for _ in 0..<5_000 {
            var frame = good
            for _ in 0..<Int.random(in: 1...6, using: &random) { frame[Int.random(in: 0..<frame.count, using: &random)] = .random(in: 0...255, using: &random) }
            var decoder = StreamTextDecoder()
            _ = decoder.decode(frame.span)
        }
    }
}

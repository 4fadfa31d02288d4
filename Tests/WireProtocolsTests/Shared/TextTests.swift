import Testing

@testable import WireProtocols

@Suite struct TextTests {
    @Test func jsonStringsEscapeWhatTheyMust() {
        var bytes: [UInt8] = []
        JSONText.append("a\"b\\c\u{1}\n\r\té\u{7F}", to: &bytes)
        #expect(bytes.text == #""a\"b\\c\u0001\n\r\té"# + "\u{7F}\"")
    }

    @Test func aCharacterCutInHalfBecomesAReplacement() {
        var bytes: [UInt8] = []
        let cut = Array("olá".utf8.dropLast())
        JSONText.append(cut.span, to: &bytes)
        #expect(bytes.text == "\"ol\u{FFFD}\"")
        #expect(String(validating: bytes, as: UTF8.self) != nil)
    }

    @Test(arguments: [0, 7, -7, 10, 99, Int.max, Int.min])
    func integersAreWrittenInDecimal(_ number: Int) {
        var bytes = "x".bytes
        JSONText.append(number, to: &bytes)
        #expect(bytes.text == "x\(number)")
    }

    @Test func cuttingNeverBreaksACharacter() {
        let text = "aé€😀z"
        for limit in 0...text.utf8.count + 1 {
            let cut = UTF8Text.prefix(text, bytes: limit)
            #expect(cut.utf8.count <= limit && text.hasPrefix(cut))
            #expect(cut.utf8.count > limit - 4 || cut == text)
        }
    }

    @Test func printableTextHasNoControlCharacters() {
        #expect(UTF8Text.printable("a\r\nb\u{85}c\0", bytes: 100) == "a??b?c?")
    }

    @Test func percentEncodingRoundTrips() {
        for text in ["+55 11 9", "a/b?c=d&e%", "é😀", ""] {
            #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        }
        for broken in ["%", "%1", "%g0", "%ff", "a%2"] { #expect(PercentEncoding.decode(broken) == nil) }
    }

    @Test func aSecretIsNeverPrinted() {
        let secret = Secret("sk-123")
        var dumped = ""
        dump([secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] { #expect(!text.contains("sk-123")) }
    }
}

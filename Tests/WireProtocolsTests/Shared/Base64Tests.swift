import Foundation
import Testing

@testable import WireProtocols

@Suite struct Base64Tests {
    @Test func everyLengthReadsAsFoundationWritesIt() throws {
        var random = Seeded(1)
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            var text = "before".bytes
            Base64.append(bytes.span, to: &text)
            #expect(text.text == "before" + Data(bytes).base64EncodedString())
            var back: [UInt8] = [9]
            try Base64.decode(text.span, 6..<text.count, into: &back)
            #expect(back == [9] + bytes)
        }
    }

    @Test(arguments: [
        ("AAA", 3), ("A", 1), ("AA", 2), ("AAAAA", 5), ("AA=A", 2), ("A===", 1), ("====", 0), ("AAAA====", 4), ("AAA=AAAA", 3), ("AA!A", 2),
        ("AAAAAA\"A", 6), ("AB==", 1), ("AAB=", 2), ("AAAA AAAA", 4), ("AA\u{e9}A", 2), ("////-_//", 4),
    ])
    func garbageIsRefusedWhereItStands(_ text: String, _ position: Int) {
        var bytes: [UInt8] = [1, 2]
        let source = text.bytes
        #expect(throws: Base64.Failure(position: position)) { try Base64.decode(source.span, 0..<source.count, into: &bytes) }
        #expect(bytes == [1, 2], "a failed decode leaves the buffer as it was")
    }

    @Test func acceptsExactlyWhatFoundationAccepts() {
        var random = Seeded(2)
        let letters = Array("AQgw/+9z=-\\ ".utf8)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in letters.randomElement(using: &random)! }
            var bytes: [UInt8] = []
            let accepted = (try? Base64.decode(text.span, 0..<text.count, into: &bytes)) != nil
            let reference = Data(base64Encoded: Data(text))
            // Foundation forgives bits under the padding; what it reads must then not write back to the same text.
            let isCanonical = reference.map { $0.base64EncodedString() == text.text } ?? false
            #expect(accepted == isCanonical, "\(text.text)")
            if accepted { #expect(Data(bytes) == reference) }
        }
    }
}

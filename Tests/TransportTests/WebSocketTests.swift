import Testing

@testable import Transport

@Suite struct WebSocketTests {
    @Test(arguments: [
        ("", 0), ("bye", 3), (String(repeating: "a", count: 123), 123), (String(repeating: "a", count: 124), 123),
        (String(repeating: "a", count: 122) + "é", 122), (String(repeating: "a", count: 121) + "é", 123), (String(repeating: "€", count: 50), 123),
        (String(repeating: "a", count: 120) + "😀", 120), (String(repeating: "😀", count: 40), 120),
    ])
    func closeReasonIsCutAtACharacter(_ text: String, _ length: Int) {
        let bytes = closeReason(text)
        #expect(bytes.count == length)
        #expect(isUTF8(bytes))
        #expect(text.utf8.starts(with: bytes))
    }
}

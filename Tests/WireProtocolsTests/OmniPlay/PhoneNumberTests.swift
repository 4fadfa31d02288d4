import Testing
import WireProtocols

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        // The specification's.
        ("11999998888", "+5511999998888"), ("5511999998888", "+5511999998888"), ("+5511999998888", "+5511999998888"), ("011999998888", "+5511999998888"),
        ("(11) 99999-8888", "+5511999998888"), ("+55 (11) 99999-8888", "+5511999998888"), ("55.11.99999.8888", "+5511999998888"),
        // Landlines have one digit less.
        ("1133334444", "+551133334444"), ("551133334444", "+551133334444"), ("01133334444", "+551133334444"),
        // 55 is an area code as well: eleven digits are never a country code and nine more.
        ("55999998888", "+5555999998888"), ("5533334444", "+555533334444"), ("5555999998888", "+5555999998888"),
        // Through a long-distance carrier.
        ("01511999998888", "+5511999998888"), ("0211133334444", "+551133334444"),
        // Free numbers.
        ("08001234567", "+558001234567"),
        // Other countries'.
        ("+14155550123", "+14155550123"), ("0014155550123", "+14155550123"), ("+351912345678", "+351912345678"), ("005511999998888", "+5511999998888"),
        // Extensions, and what can't be completed.
        ("200", "200"), ("8000", "8000"), ("1", "1"), ("33334444", "33334444"), ("999998888", "999998888"), ("190", "190"), ("10001", "10001"),
        // Area codes begin at 11.
        ("1099998888", "1099998888"), ("10999998888", "10999998888"),
        // Addresses.
        ("sip:+5511999998888@10.0.0.1:5060;user=phone", "+5511999998888"), ("sip:200@pbx", "200"), ("tel:+55-11-99999-8888;phone-context=x", "+5511999998888"),
    ]) func spellingsBecomeOne(_ given: String, _ expected: String) { #expect(PhoneNumber(given)?.text == expected) }

    @Test(arguments: [
        "", " ", "+", "anonymous", "Restricted", "unknown", "sip:anonymous@anonymous.invalid", "11 99999 8888 ramal 2", "٣٣٣", "11999998888;id=1",
        "1234567890123456",
        "+1+2", "200\n", "1٢3", String(repeating: "1", count: 300), "11999998888\u{0}",
    ]) func whatIsNoNumberIsUnknown(_ given: String) { #expect(PhoneNumber(given) == nil) }

    /// Every area code, with every prefix it may come with, of both lengths of subscriber numbers.
    @Test func everyAreaCodeInEverySpelling() {
        for area in 0...99 {
            for subscriber in ["33334444", "999998888"] {
                let code = area < 10 ? "0\(area)" : "\(area)"
                let national = code + subscriber
                for prefix in ["", "0", "55", "+55", "0055", "021"] {
                    let text = PhoneNumber(prefix + national)?.text
                    if area >= 11 {
                        #expect(text == "+55" + national, "\(prefix + national)")
                    } else if prefix.isEmpty, area == 10 {
                        #expect(text == national)
                    } else if let text {
                        // Whatever it is, no Brazilian number is made of an area code that there is not, and nothing is lost or added but prefixes.
                        #expect(!(text.hasPrefix("+55") && text.hasSuffix(national)) || prefix.hasSuffix("55"), "\(prefix + national) → \(text)")
                        #expect(text.hasSuffix(subscriber), "\(prefix + national) → \(text)")
                    }
                }
            }
        }
    }

    @Test func everyLengthOfDigitsHasAShape() throws {
        var generator = Seeded(11)
        for length in 1...20 {
            for _ in 0..<200 {
                let digits = (0..<length).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
                let number = PhoneNumber(digits)
                if length > 15 {
                    #expect(number == nil || digits.hasPrefix("00"))
                } else {
                    let text = try #require(number?.text)
                    #expect(text.wholeMatch(of: /\+[1-9][0-9]{7,14}|[0-9]{1,15}/) != nil, "\(digits) → \(text)")
                    if length <= 4 { #expect(text == digits) }
                }
            }
        }
    }

    @Test func normalisingTwiceChangesNothing() {
        for given in ["11999998888", "011999998888", "33334444", "200", "+14155550123", "10999998888", "08001234567"] {
            let once = PhoneNumber(given)
            #expect(once.flatMap { PhoneNumber($0.text) } == once)
        }
    }
}

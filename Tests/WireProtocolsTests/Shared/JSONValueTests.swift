import CallControl
import Testing

@testable import WireProtocols

@Suite struct JSONValueTests {
    @Test func readsEveryKindOfValue() throws {
        let value = try JSONValue(text: #" { "a" : [1, -2.5e1, true, false, null, "x"] , "b":{} , "c":[] } "#)
        #expect(value == ["a": [1, -25.0, true, false, .null, "x"], "b": [:], "c": []])
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""ç\u00e7\u00E7""#, "ççç"), (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ude00""#, "\u{FFFD}"), (#""\u0000""#, "\0"),
    ])
    func readsEscapes(_ text: String, _ expected: String) throws {
        #expect(try JSONValue(text: text) == .string(expected))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "nul", "truex", "01", "-", "1.", ".5", "1e",
        "+1", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "1 1", "NaN", "Infinity", "1e999", "\"\\", "[\"a\":1]", "\u{FEFF}{}",
    ])
    func refusesWhatIsNotJSON(_ text: String) {
        #expect(throws: WireError.self) { try JSONValue(text: text) }
    }

    @Test func numbersKeepWhatTheyCan() throws {
        #expect(try JSONValue(text: "9223372036854775807").intValue == .max)
        #expect(try JSONValue(text: "9223372036854775808") == .double(9_223_372_036_854_775_808))
        #expect(try JSONValue(text: "3.0").intValue == 3)
        #expect(try JSONValue(text: "3.5").intValue == nil)
        #expect(try JSONValue(text: "1e300").intValue == nil)
        #expect(try JSONValue(text: "-0").intValue == 0)
    }

    @Test func ofMembersWithOneNameTheLastCounts() throws {
        #expect(try JSONValue(text: #"{"a":1,"a":2}"#)["a"] == 2)
    }

    @Test func invalidUTF8InAStringIsReplaced() throws {
        let bytes: [UInt8] = [0x22, 0x61, 0xC3, 0x22]
        #expect(try JSONValue(bytes.span) == .string("a\u{FFFD}"))
    }

    @Test func depthIsBounded() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: WireError.self) { try JSONValue(text: deep) }
        let legal = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONValue(text: legal) }
        let tooDeep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(throws: WireError.self) { try JSONValue(text: tooDeep) }
    }

    @Test func numberOfValuesIsBounded() {
        let wide = "[" + String(repeating: "0,", count: 70_000) + "0]"
        #expect(throws: WireError.self) { try JSONValue(text: wide) }
    }

    @Test func sizeIsBounded() {
        var limits = WireLimits()
        limits.message = 10
        #expect(throws: WireError(field: "message", problem: "12 bytes, more than the 10 taken")) { try JSONValue(text: "\"0123456789\"", limits: limits) }
    }

    @Test func whatIsWrittenReadsTheSame() throws {
        var random = Seeded(3)
        for _ in 0..<2_000 {
            let value = Self.anything(&random, depth: 0)
            #expect(try JSONValue(text: value.text) == value)
        }
    }

    @Test func numbersThatJSONLacksAreWrittenAsNull() {
        #expect(JSONValue.array([.double(.infinity), .double(.nan), .double(0.1)]).text == "[null,null,0.1]")
    }

    static func anything(_ random: inout Seeded, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 4 ? 4 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(.random(in: .min ... .max, using: &random))
        case 3: return .double(.random(in: -1e6...1e6, using: &random) + 0.125)
        case 4: return .string(text(&random))
        case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in anything(&random, depth: depth + 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in .init(text(&random), anything(&random, depth: depth + 1)) })
        }
    }

    static func text(_ random: inout Seeded) -> String {
        let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\0", "\u{1F}", "/", "é", "\u{2028}", "😀", "\u{7F}"]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &random) { text.append(scalars.randomElement(using: &random)!) }
        return String(text)
    }
}

import Testing

@testable import WireProtocols

@Suite struct TopLevelJSONTests {
    /// Names and values as text; `nil` where the walk gave up.
    private func walk(_ text: String) -> [String]? {
        let bytes = text.bytes
        var walk = TopLevelJSON(0..<bytes.count)
        var found: [String] = []
        while true {
            switch walk.next(in: bytes.span) {
            case .end: return found
            case .unclear: return nil
            case .member(let member):
                found.append("\(Array(bytes[member.name]).text) \(member.kind) \(Array(bytes[member.value]).text)")
            }
        }
    }

    @Test func findsEveryMember() {
        #expect(
            walk(#" {"a":"x","b" : "y\"z" ,"c":-1.5,"d":{"e":["}",1]},"f":[],"g":null} "#) == [
                "a plainString x", #"b escapedString y\"z"#, "c scalar -1.5", #"d composite {"e":["}",1]}"#, "f composite []", "g scalar null",
            ])
        #expect(walk("{}") == [])
    }

    @Test(arguments: ["", "[]", "{", "{\"a\"", "{\"a\":", "{\"a\":}", "{\"a\":\"", "{\"a\":{", "{\"a\":1} x", "{\"\\u0061\":1}", "{\"a\":\"\n\"}", "{,}"])
    func givesUpOnWhatPuzzlesIt(_ text: String) { #expect(walk(text) == nil) }

    @Test func longStringsAreSkippedToTheirEndWhereverItLies() {
        for length in 0...200 {
            let long = String(repeating: "A", count: length)
            #expect(walk(#"{"a":"\#(long)","b":1}"#) == ["a plainString \(long)", "b scalar 1"])
            #expect(walk(#"{"a":"\#(long)\\","b":1}"#) == [#"a escapedString \#(long)\\"#, "b scalar 1"])
        }
    }

    @Test func agreesWithTheFullReader() throws {
        var random = Seeded(4)
        for _ in 0..<2_000 {
            let value = JSONValueTests.anything(&random, depth: 0)
            guard case .object(let members) = value, !members.contains(where: { $0.name.unicodeScalars.contains { $0 == "\"" || $0 == "\\" || $0.value < 32 } })
            else {
                continue
            }
            let found = try #require(walk(value.text))
            #expect(found.count == members.count)
            for (line, member) in zip(found, members) { #expect(line.hasPrefix(member.name)) }
        }
    }
}

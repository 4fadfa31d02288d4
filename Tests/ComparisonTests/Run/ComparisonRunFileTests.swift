import Comparison
import Foundation
import Testing

@Suite struct ComparisonRunFileTests {
    private let run = Samples.run([("a", 0), ("b", 30)], calls: 3)

    /// The run as JSON text with one part replaced.
    private func data(replacing text: String, with other: String) throws -> Data {
        let json = String(decoding: try run.encoded(), as: UTF8.self)
        #expect(json.contains(text))
        return Data(json.replacingOccurrences(of: text, with: other).utf8)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("comparison-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var run = run
        run.facts.seed = .max
        run.calls[0].cost = Cost(amount: 0.125, currency: "USD")
        run.calls[0].failure = "line \"dropped\"\n"
        let path = directory.appendingPathComponent("run.json").path
        try run.write(to: path)
        #expect(try ComparisonRun.read(from: path) == run)
    }

    @Test func theNamesAreThoseOfTheVocabulary() throws {
        let json = String(decoding: try run.encoded(), as: UTF8.self)
        for key in ["voice_to_voice", "caller_voice_to_voice", "spans_ms", "offset_s", "started_s", "duration_s", "command_line", "sha256"] {
            #expect(json.contains("\"\(key)\" :"), "\(key)")
        }
        #expect(json.contains("\"format\" : 1") && json.contains("\"started_at\" : \"2026-11-18T"))
    }

    @Test func sameRunGivesSameBytes() throws { #expect(try run.encoded() == run.encoded()) }

    @Test func anAbsentFileIsNamed() {
        #expect { try ComparisonRun.read(from: "/nowhere/run.json") } throws: { "\($0)".hasPrefix("/nowhere/run.json: cannot be read") }
    }

    @Test(arguments: ["1e999", "-1e999", "1e13", "\"NaN\"", "NaN"]) func whatIsNoMeasurementIsRefused(value: String) throws {
        let data = try data(replacing: "\"thinking\" : 250,", with: "\"thinking\" : \(value),")
        #expect(throws: RunFileError.self) { try ComparisonRun.decode(data, named: "x.json") }
    }

    @Test func theFieldIsNamed() throws {
        let data = try data(replacing: "\"thinking\" : 250,", with: "\"thinking\" : 1e13,")
        #expect(throws: RunFileError.invalid(file: "x.json", field: "calls[0].turns[0].spans_ms.thinking", reason: "10000000000000.0 is no measurement")) {
            try ComparisonRun.decode(data, named: "x.json")
        }
    }

    @Test(arguments: [
        ("\"outcome\" : \"answered\"", "\"outcome\" : \"sulked\"", "calls[0].turns[0].outcome"),
        ("\"duration_s\" : 30", "\"duration\" : 30", "duration_s is missing"),
        ("\"underflows\" : 0", "\"underflows\" : -1", "calls[0].underflows: -1 counts nothing"),
        ("\"number\" : 1", "\"number\" : \"one\"", "calls[0].turns[0].number"),
        ("\"thinking\" :", "\"musing\" :", "calls[0].turns[0].spans_ms"),
        ("\"weight\" : 1", "\"weight\" : -1", "facts.arms[0].weight: a weight is not negative"),
        ("\"arm\" : \"b\"", "\"arm\" : \"c\"", "calls[3].arm: there is no arm named \"c\""),
        ("\"id\" : \"a-1\"", "\"id\" : \"a-0\"", "calls[1].id: there are two calls with the id \"a-0\""),
        ("\"name\" : \"b\"", "\"name\" : \"a\"", "facts.arms[1].name"),
        ("\"format\" : 1", "\"format\" : 2", "format 2 is not known, only 1"),
    ])
    func whatIsWrongIsSaid(text: String, other: String, expected: String) throws {
        let data = try data(replacing: text, with: other)
        #expect { try ComparisonRun.decode(data, named: "x.json") } throws: { "\($0)".hasPrefix("x.json: ") && "\($0)".contains(expected) }
    }

    @Test func whatIsInAFileDoesNotCommandTheTerminal() throws {
        let data = try data(replacing: "\"outcome\" : \"answered\"", with: "\"outcome\" : \"\\u001b[2J\"")
        #expect { try ComparisonRun.decode(data, named: "x.json") } throws: { !"\($0)".contains("\u{1B}") && "\($0)".contains("turns[0].outcome") }
    }

    @Test(arguments: ["", "{", "[]", "null", "{\"format\":1}", "{\"format\":\"1\"}"]) func whatIsNoRunIsRefused(text: String) {
        #expect(throws: RunFileError.self) { try ComparisonRun.decode(Data(text.utf8), named: "x.json") }
    }

    @Test func armsAreThoseOfTheFactsThenThoseOfTheCalls() {
        var run = run
        run.calls.append(Samples.call("z", "stray", scenario: "other", []))
        #expect(run.arms == ["a", "b", "stray"])
        #expect(run.scenarios == ["office", "other"])
        #expect(run.calls(of: "b").map(\.id) == ["b-0", "b-1", "b-2"])
    }
}

import Foundation
import Testing

/// That the validators find nothing means something only if they find what is there.
@Suite struct ValidatorTests {
    @Test func plantedProblemsAreFound() throws {
        let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Validators/sample_capture.jsonl")
        let capture = try String(contentsOf: sample, encoding: .utf8).split(separator: "\n").map(String.init)
        let openAI = try Validator.openAI.judge(capture)
        #expect(openAI.status == 1 && openAI.output.contains("5 problems"), "\(openAI.output)")
        let elevenLabs = try Validator.elevenLabs.judge([#"{"dir":"c2s","msg":{"type":"pong","event_id":"1"}}"#])
        #expect(elevenLabs.status == 1, "\(elevenLabs.output)")
    }
}

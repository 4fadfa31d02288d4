import Audio
import CallControl
import Foundation
import Simulation
import Testing

@testable import Gateway

/// The gateway's own recordings: which there are, and what they say.
@Suite struct PromptLibraryTests {
    private static func shipped() throws -> PromptLibrary {
        try PromptLibrary(directory: try #require(FixtureLibrary.locate(from: #filePath)) + "/prompts")
    }

    @Test func everyRateHasARecordingAsLong() throws {
        let library = try Self.shipped()
        let seconds = [8_000, 16_000, 24_000, 48_000].compactMap { SampleRate(hertz: $0) }.map { rate in
            Double(library.samples(.nobody, language: "pt-BR", rate: rate)?.count ?? 0) / Double(rate.hertz)
        }
        #expect(seconds.allSatisfy { $0 > 3 && abs($0 - seconds[0]) < 0.01 }, "\(seconds)")
    }

    @Test func aNumberIsPutTogetherOfDigits() throws {
        let library = try Self.shipped()
        func length(_ number: String) -> Int { library.samples(.number, number: number, language: "pt", rate: .hz8000)?.count ?? 0 }
        #expect(length("7") > 8_000)
        #expect(length("77") - length("7") == length("7777") - length("777") && length("77") > length("7"))
        #expect(length("7-7") == length("77"))
    }

    @Test func whereALineIsMissingAnotherSaysNoMoreThanIt() throws {
        let library = try Self.shipped()
        let nobody = library.samples(.nobody, language: "pt", rate: .hz8000)
        for line in [HandoffLine.unanswered, .technicalProblem, .outsideHours] { #expect(library.samples(line, language: "pt", rate: .hz8000) == nobody) }
        #expect(library.samples(.number, number: nil, language: "pt", rate: .hz8000) == library.samples(.noted, language: "pt", rate: .hz8000))
        #expect(library.missing(in: "pt-BR").isEmpty)
        #expect(library.missing(in: "en") == HandoffLine.allCases.filter { $0 != .goesOn })
    }

    @Test func whatIsNoRecordingIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "prompts-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("no sound".utf8).write(to: URL(fileURLWithPath: "\(folder)/note-pt.wav"))
        #expect(try PromptLibrary(directory: folder).missing(in: "pt").count == HandoffLine.allCases.count - 1, "another name is no prompt")
        try Data("no sound".utf8).write(to: URL(fileURLWithPath: "\(folder)/nobody-pt.wav"))
        let problem = #expect(throws: (any Error).self) { _ = try PromptLibrary(directory: folder) }
        #expect(problem.map { "\($0)".contains("nobody-pt.wav") } == true, "\(problem.map { "\($0)" } ?? "")")
    }
}

import CallControl
import Foundation
import Testing

@testable import Settings

/// What the built-in languages make of labelled utterances: `Tests/Utterances/LANGUAGE-BATCH.tsv`, one `label, category, text` a line.
///
/// The batches called held-out were written by themselves, and measured before any rule had seen them; the rules were then generalised.
@Suite struct UtteranceSetTests {
    struct Utterance {
        var asks: Bool
        var category: String
        var text: String
        var place: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Utterances").standardized

    private static func utterances(_ language: String) throws -> [Utterance] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(language + "-") && $0.hasSuffix(".tsv") }.sorted()
        return try names.flatMap { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .filter { !$0.element.isEmpty && !$0.element.hasPrefix("#") }
                .map { try utterance($0.element, "\(name):\($0.offset + 1)") }
        }
    }

    private static func utterance(_ line: Substring, _ place: String) throws -> Utterance {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        try #require(columns.count == 3 && ["yes", "no"].contains(columns[0]) && !columns[2].isEmpty, "\(place)")
        return Utterance(asks: columns[0] == "yes", category: columns[1], text: columns[2], place: place)
    }

    @Test(arguments: ["pt", "es", "en"]) func theGoalsAreMet(_ language: String) throws {
        let detector = LanguageLibrary.builtIn.detector(keywords: ["atendente", "humano", "pessoa", "operador"], language: language)
        var (right, wrong, missed) = (0, [String](), [String]())
        for utterance in try Self.utterances(language) {
            let decision = detector.decide(utterance.text)
            switch (utterance.asks, decision.wantsHuman) {
            case (true, true): right += 1
            case (true, false): missed.append("\(utterance.place): \(utterance.text) (\(decision.rule))")
            case (false, true): wrong.append("\(utterance.place): \(utterance.text) (\(decision.rule))")
            case (false, false): break
            }
        }
        #expect(Double(right) / Double(right + wrong.count) >= 0.98, "\(wrong.joined(separator: "\n"))")
        #expect(Double(right) / Double(right + missed.count) >= 0.97, "\(missed.joined(separator: "\n"))")
    }

    @Test(arguments: [("pt", 600), ("es", 300), ("en", 300)]) func theSetIsLargeAndBalanced(_ language: String, _ least: Int) throws {
        let all = try Self.utterances(language)
        #expect(all.count >= least)
        let asking = all.count(where: \.asks)
        #expect(Double(asking) / Double(all.count) > 0.4 && Double(asking) / Double(all.count) < 0.65)
        #expect(Set(all.map(\.text)).count == all.count)
        let categories = Dictionary(grouping: all, by: \.category).mapValues(\.count)
        for category in ["plain", "slip", "contrast", "negation", "fixed", "profession", "count", "mention", "conversation"] {
            #expect(categories[category, default: 0] >= 6, "\(category)")
        }
    }
}

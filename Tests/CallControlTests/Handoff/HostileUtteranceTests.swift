import TestSupport
import Testing

@testable import CallControl

/// Transcripts are a stranger's: long, odd, made to be slow.
@Suite struct HostileUtteranceTests {
    /// 16 KB of each.
    static let texts = [
        "atendente ", "não não mas ", "quero falar com com com um um ", "a", "é", "🙂", "e\u{301}\u{301}\u{301}", "pessoa ", "pessoa física ", ", . ! ", "\u{0}",
        "1.2,3:",
        "quero ", "atendent ", "com um ", "\u{202E}atendente",
    ]

    @Test(arguments: texts) func aLongTextIsDecidedInBoundedSpace(_ piece: String) throws {
        let decision = try MiniLanguage.detector().decide(String(String(repeating: piece, count: 16_384 / piece.utf8.count + 1)))
        #expect(decision.considerations.count <= HandoffDecision.considerationLimit)
    }

    /// Every keyword's search looks at a window only: the request before half a megabyte of other words isn't found, and nothing is slow.
    @Test func aPatternLooksOnlyAtItsWindow() throws {
        let detector = try MiniLanguage.detector { $0.rules.append(.init(name: "far", .ask, before: "want .*")) }
        #expect(detector.decide("quero " + String(repeating: "bla ble ", count: 10) + "o atendente veio").rule == "far")
        #expect(detector.decide("quero " + String(repeating: "bla ble ", count: 15) + "o atendente veio").rule == "mentioned_only")
    }

    @Test(arguments: 1...20) func randomWordsAreDecided(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let words = [
            "quero", "falar", "com", "não", ",", "atendente", "pessoa", "física", "esquece", "mas", "3", "ahn", "por", "favor", "é", "\u{301}", "-", "…",
        ]
        let detector = try MiniLanguage.detector()
        for _ in 0..<50 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(separator: " ")
            let decision = detector.decide(text)
            #expect(decision == detector.decide(text))
            #expect(!decision.wantsHuman || decision.considerations.contains(where: \.asks), "\(text)")
            #expect(decision.wantsHuman == (decision.keyword != nil && ["asks", "alone"].contains(decision.rule)), "\(text)")
        }
    }

    @Test func manyAndLongKeywordsAreBounded() throws {
        let keywords = (0..<1_000).map { "k\($0)" } + [String(repeating: "muito ", count: 5_000)]
        let detector = try MiniLanguage.detector(keywords)
        #expect(detector.decide("falar com k99").wantsHuman)
        #expect(!detector.decide("falar com k999").wantsHuman)
    }
}

import Testing

@testable import CallControl

/// Words and pauses of an utterance, as the recogniser wrote it.
@Suite struct SpokenWordsTests {
    private func text(_ utterance: String) -> String {
        SpokenWords(utterance).pieces.map { $0 == .pause ? "|" : $0.folded }.joined(separator: " ")
    }

    @Test(arguments: [
        ("Quero FALAR com um Atendente", "quero falar com um atendente"), ("alguém, coração, Ñandú", "alguem | coracao | nandu"),
        ("algue\u{301}m", "alguem"), ("ＡＴＥＮＤＥＮＴＥ", "atendente"), ("Łódź ça straße", "lodz ca strase"), ("don't d’água", "dont dagua"),
        ("aten\u{AD}den\u{200B}te", "atendente"), ("deixe-me falar", "deixe me falar"), ("não - quero", "nao | quero"), ("não—quero", "nao | quero"),
        ("são 1.500,00 às 10:30", "sao 1.500,00 as 10:30".replacing(".", with: "").replacing(",", with: "").replacing(":", with: "")),
        ("ele... ele veio", "ele ele veio"), ("ele… veio", "ele veio"), ("fim. Começo", "fim | comeco"), ("¿Hay alguien? ¡Oiga!", "hay alguien | oiga"),
        ("um\ndois", "um | dois"), ("  ,,, sim ,,, ", "sim"), ("", ""), ("?!", ""), ("\u{0}\u{7}", ""), ("привет мир", "привет мир"),
        ("(um) \"dois\"", "um dois"),
    ])
    func wordsAreFoldedAndPausesKept(_ utterance: String, _ expected: String) { #expect(text(utterance) == expected) }

    @Test func accentsAreRememberedWhereThereAreAny() {
        #expect(
            SpokenWords("É e é").pieces == [
                .word(folded: "e", spelled: "é"), .word(folded: "e", spelled: nil), .word(folded: "e", spelled: "é"),
            ])
    }

    @Test func ofALongTextTheEndIsHeard() {
        let words = SpokenWords(String(repeating: "bla ", count: 100_000) + "atendente").pieces
        #expect(words.count <= SpokenWords.textLimit / 4 + 1)
        #expect(words.last?.folded == "atendente")
    }

    @Test func aCutInTheMiddleOfACharacterIsNoHarm() {
        for length in 0..<8 { #expect(SpokenWords(String(repeating: "é", count: 9_000) + String(repeating: "x", count: length)).pieces.count == 1) }
    }

    @Test func aWordIsCutAtItsLimit() {
        #expect(
            SpokenWords(String(repeating: "a", count: 10_000)).pieces == [.word(folded: String(repeating: "a", count: SpokenWords.wordLimit), spelled: nil)])
    }
}

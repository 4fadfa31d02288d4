import Testing

@testable import Simulation

@Suite struct RecordingChoiceTests {
    private static func fixture(_ id: String, role: String = "agent", _ text: String) -> Fixture {
        Fixture(id: id, role: role, language: "pt-BR", text: text, speech: .zero..<(.seconds(1)), files: [])
    }

    private let choice = RecordingChoice(
        [
            fixture("hello", "Olá, como posso ajudar?"), fixture("bye", "Até logo!"), fixture("sorry", "Desculpe, não entendi."),
            fixture("mine", role: "caller", "Bom dia, tudo bem?"),
        ], otherwise: Answer("Desculpe, não entendi.", fixtures: ["sorry"]))

    @Test(arguments: [
        (Answer("x", fixtures: ["bye", "hello"]), ["bye", "hello"]),
        (Answer("Até logo", fixtures: ["no such"]), ["bye"]),
        (Answer("ola, como eu posso ajudar"), ["hello"]),
        (Answer("Bom dia, tudo bem?"), ["sorry"]),
        (Answer(""), ["sorry"]),
    ])
    func theNearestRecordingIsTaken(answer: Answer, ids: [String]) { #expect(choice.recordings(for: answer).map(\.id) == ids) }

    @Test func withoutRecordingsThereIsNone() {
        #expect(RecordingChoice([], otherwise: Answer("?")).recordings(for: Answer("Olá")).isEmpty)
    }
}

import Testing

@testable import Simulation

@Suite struct DialogueTests {
    @Test func aFileIsReadWithItsSettings() throws {
        let yaml = """
            match: duration
            after: loop
            greeting: {say: "Olá!", fixtures: [hello]}
            turns:
              - heard: "Qual é o saldo?"
                fixture: pt_saldo
                say: "Cem reais."
                fixtures: [a, b]
                delay_ms: 200
                tool: {name: balance, arguments: '{"account":1}', when: after}
            otherwise: {heard: "?", say: "Não entendi."}
            settings: {endpointing_ms: 400, thinking: "normal:300,50", burst_factor: 2.5, faults: ["drop:100@2"]}
            """
        var settings = EmulatorSettings()
        try settings.take(dialogueFile: yaml)
        let answer = Answer("Cem reais.", fixtures: ["a", "b"], tool: .init("balance", arguments: #"{"account":1}"#, .after), delay: .milliseconds(200))
        var expected = Dialogue(
            greeting: Answer("Olá!", fixtures: ["hello"]), turns: [.init(heard: "Qual é o saldo?", fixture: "pt_saldo", answer)],
            otherwise: .init(heard: "?", Answer("Não entendi.")))
        expected.matching = .duration
        expected.continuation = .loop
        #expect(settings.dialogue == expected)
        #expect(settings.endpointing == .milliseconds(400))
        #expect(settings.thinking == .normal(mean: .milliseconds(300), deviation: .milliseconds(50)))
        #expect(settings.burst == 2.5)
        #expect(settings.faults == [FaultRule(.drop(after: .milliseconds(100)), on: .connection(2))])
    }

    @Test(arguments: [
        ("turns: 1", "turns: expected a list"),
        ("turns: [{says: x}]", "turns[0].says: unknown; known are heard, fixture, say, fixtures, tool, delay_ms"),
        ("turns: [{say: x, tool: {when: after}}]", "turns[0].tool.name: missing"),
        ("turns: [{say: x, delay_ms: -1}]", "turns[0].delay_ms: expected a whole number from 0"),
        ("match: luck", "match: luck is none of its values"),
        ("- 1", "file: expected a mapping"),
    ])
    func mistakesAreNamedWithTheirPlace(yaml: String, message: String) {
        let error = #expect(throws: DialogueError.self) { try Dialogue(yaml: yaml) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        ("Say it:\nBom dia.", "Bom dia."), ("Diga exatamente: “Bom dia, João.”", "Bom dia, João."), ("Say \"Bom dia\" now", "Bom dia"),
        ("  Bom dia  \n", "Bom dia"), ("", ""),
    ])
    func theLineIsFoundInInstructions(instructions: String, line: String) { #expect(SpokenLine.find(in: instructions) == line) }

    @Test func likenessIsOfWordsWithoutAccents() {
        #expect(Words("Olá, como vai?").likeness(to: Words("ola como VAI")) == 1)
        #expect(Words("um dois").likeness(to: Words("três")) == 0)
        #expect(Words("um dois três").likeness(to: Words("um")) == 0.5)
        #expect(Words("").likeness(to: Words("")) == 0)
    }
}

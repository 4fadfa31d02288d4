import Testing

@testable import Telemetry

@Suite struct MaskingTests {
    @Test(arguments: [
        ("+5511999998888", "+55119****8888"), ("5511999998888", "55119****8888"), ("33334444", "****4444"), ("1234567", "****67"), ("200", "200"),
        ("123456", "123456"), ("", ""),
        ("anonymous", "anonymous"), ("+55 (11) 99999-8888", "+55119****8888"), ("sip:5511999998888@10.0.0.1", "sip:55119****8888@10.0.0.1"),
        ("Maria <5511999998888>", "Maria <55119****8888>"), ("ramal 200, fila 7", "ramal 200, fila 7"),
        ("5511_91234_5678", "55119****5678"), ("55__11__912345678", "55119****5678"),
    ]) func keepsAtMostCountryAndAreaAndTheLastFour(_ text: String, _ masked: String) {
        #expect(Masking.number(text) == masked)
    }

    @Test(arguments: 7...20) func hidesAtLeastFourDigits(_ count: Int) {
        let digits = String((0..<count).map { Character("\($0 % 10)") })
        let shown = Masking.number(digits).count { $0.isWholeNumber }
        #expect(shown <= count - 4)
    }

    @Test func ofATextOnlyItsLengthIsLeft() {
        #expect(Masking.text("Meu CPF é 123") == "(13 characters)")
    }
}

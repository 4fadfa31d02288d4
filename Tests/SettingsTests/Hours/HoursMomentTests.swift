import CallControl
import Testing

@testable import Settings

@Suite struct HoursMomentTests {
    private static let saoPaulo = ZoneFiles().zone(named: "America/Sao_Paulo")

    @Test(
        arguments: [
            ("2026-12-25 10:00", 1_798_203_600), ("2026-12-25T10:00:00", 1_798_203_600), ("2026-12-25 13:00Z", 1_798_203_600),
            ("2026-12-25 22:00:00+09:00", 1_798_203_600), ("2026-12-25 08:30-0430", 1_798_203_600), ("2026-12-25", 1_798_167_600),
        ] as [(String, Int64)]) func momentsAreRead(_ text: String, _ expected: Int64) throws
    {
        #expect(HoursMoment.read(text, in: try #require(Self.saoPaulo)) == expected)
    }

    @Test(arguments: ["", "now", "2026-13-01 10:00", "2026-02-29", "2026-12-25 25:00", "2026-12-25 10:60", "10:00", "2026-12-25 10:00+24:00", "25/12/2026"])
    func whatIsNoMomentIsNot(_ text: String) throws {
        #expect(HoursMoment.read(text, in: .utc) == nil)
    }
}

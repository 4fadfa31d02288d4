import CallControl
import Testing

@testable import Settings

/// Business hours in the configuration file.
@Suite struct ConfiguredHoursTests {
    private static func yaml(_ hours: String) -> String { localProvider + "secretaries: {s: {handoff: {business_hours: \(hours)}}}" }

    @Test func withoutThemPeopleCanAlwaysBeAskedFor() throws {
        let hours = try #require(try settings(localProvider + "secretaries: {s: {}}").secretaries["s"]).handoff.hours
        #expect(hours == .always)
        #expect(hours.decision(at: 0, unknown: .closed) == .withoutHours)
        #expect(hours.explanation(at: 0, unknown: .closed) == ["open: no business hours are configured"])
    }

    @Test(arguments: [
        "{weekly: ['monday 08:00-18:00']}", "{weekly: ['mon-fri']}", "{weekly: ['08:00-18:00']}", "{weekly: ['mon 18:00-18:00']}",
        "{weekly: ['mon 08:00-25:00']}", "{weekly: ['mon-tue-wed 08:00-09:00']}", "{weekly: ['mon 24:00-08:00']}", "{holidays: ['Natal']}",
        "{holidays: ['13-25']}", "{holidays: ['2027-02-29 x']}", "{holidays: ['2027-02-10..2027-02-08']}", "{holidays: ['2026-12-24..12-26']}",
        "{holidays: ['12-24 22:00-04:00 Noite']}", "{timezone: Mars/Olympus, weekly: ['mon 08:00-18:00']}",
        "{timezone: ../../passwd, weekly: ['mon 08:00-18:00']}",
    ]) func whatMakesNoSenseIsAMistake(_ hours: String) {
        #expect(load(Self.yaml(hours)).errorTexts.count == 1)
    }

    @Test func anExplanationNamesEachRule() throws {
        let hours = try #require(
            try settings(Self.yaml("{timezone: America/Sao_Paulo, weekly: ['mon-fri 08:00-18:00'], holidays: ['12-25 Natal']}")).secretaries["s"])
        let instant = try #require(HoursMoment.read("2026-12-25 10:00-03:00", in: .utc))
        #expect(
            hours.handoff.hours.explanation(at: instant, unknown: .open) == [
                "Friday, 2026-12-25 10:00:00 -03 (America/Sao_Paulo)", "group 1 (holiday Natal): holds", "    ✓ mon 12 (mon is 12)",
                "    ✓ mday 25 (mday is 25)",
                "group 500 (to people): holds", "    ✓ wday 2-6 (wday is 6)", "    ✓ minute-of-day 481-1080 (minute-of-day is 601)", "otherwise: nothing",
                "closed: the holiday Natal (group 1)",
            ])
    }

    @Test func unknownHoursFollowTheSetting() throws {
        #expect(try settings(localProvider).unknownHours == .open)
        #expect(try settings(localProvider + "on_unknown_hours: closed\n").unknownHours == .closed)
        let hours = ConfiguredHours.unknown(.missing("x"))
        #expect(hours.decision(at: 0, unknown: .open).isOpen)
        #expect(!hours.decision(at: 0, unknown: .closed).isOpen)
        #expect(hours.decision(at: 0, unknown: .closed).problem == .missing("x"))
        #expect(hours.explanation(at: 0, unknown: .closed) == ["closed, as on_unknown_hours says: missing: x"])
    }
}

import Testing
import WireProtocols

@testable import Settings

@Suite struct FreeSwitchTests {
    @Test func hasItsDefaults() throws {
        let pbx = try #require(try settings("freeswitch: {pbx: {}}").freeSwitches["pbx"])
        #expect((pbx.host, pbx.port, pbx.password.exposed) == ("127.0.0.1", 8_021, "ClueCon"))
        #expect(pbx.domain == nil && pbx.connectTimeout == .seconds(5))
        #expect(try settings("").freeSwitches.isEmpty)
    }

    @Test func isReadFromFileAndEnvironment() throws {
        let yaml = "freeswitch: {a: {host: pbx.example, port: 8022, password_file: /run/esl, domain: a.example, dialplan_context: c, connect_timeout_ms: 900}}"
        let loaded = load(
            yaml, environment: ["VOICE_GATEWAY_FREESWITCH_B_HOST": "127.0.0.2", "VOICE_GATEWAY_FREESWITCH_B_PASSWORD": "p2"], files: ["/run/esl": "p1\n"])
        #expect(loaded.texts == [])
        let found = try #require(loaded.settings).freeSwitches
        #expect(
            found["a"]
                == FreeSwitchSettings(
                    name: "a", host: "pbx.example", port: 8_022, password: .init("p1"), domain: "a.example", dialplanContext: "c",
                    connectTimeout: .milliseconds(900)))
        #expect(found["b"]?.password.exposed == "p2")
        #expect(!loaded.effective.contains("p1") && !loaded.effective.contains("p2"))
    }

    @Test(arguments: ["freeswitch: {a: {host: pbx.example}}", "freeswitch: {a: {host: pbx.example, password_file: /run/esl}}"])
    func theInstalledPasswordIsWarnedOfBeyondThisMachine(_ yaml: String) {
        let loaded = load(yaml, files: ["/run/esl": "ClueCon"])
        #expect(loaded.warningTexts.count == 1 && loaded.errorTexts == [])
        #expect(loaded.warningTexts[0].contains("freeswitch.a.password"))
    }

    @Test(arguments: [
        "freeswitch: {a: {password: x}}", "freeswitch: {a: {port: 0}}", "freeswitch: {a: {host: 'a b'}}", "freeswitch: {a: {hots: b}}",
        "listeners: {l: {freeswitch: x}}", "freeswitch: {a: {}}\nlisteners: {l: {freeswitch: x}}",
    ]) func mistakesAreFound(_ yaml: String) { #expect(load(yaml).errors.count == 1) }

    @Test func aStreamFindsItsServer() throws {
        let two = try settings("freeswitch: {a: {}, b: {}}\nlisteners: {l: {freeswitch: b}, m: {port: 1}}")
        let (l, m) = (two.listeners[0], two.listeners[1])
        #expect(two.freeSwitch(of: l, requested: nil)?.name == "b")
        #expect(two.freeSwitch(of: l, requested: "a")?.name == "a")
        #expect(two.freeSwitch(of: l, requested: "c") == nil)
        // Of several, none is guessed.
        #expect(two.freeSwitch(of: m, requested: nil) == nil)
        let one = try settings("freeswitch: {a: {}}")
        #expect(one.freeSwitch(of: one.listeners[0], requested: nil)?.name == "a")
    }
}

import Testing

@testable import Settings

@Suite struct RestartTests {
    @Test(arguments: [
        ("listeners: {default: {port: 1}}", ["listeners"]), ("loops: 3", ["loops"]), ("pin_loops: true", ["pin_loops"]),
        ("freeswitch: {pbx: {}}", ["freeswitch"]), ("freeswitch: {}", []),
        ("records_directory: /x", ["records_directory"]), ("recording: {enabled: true, directory: /x}", ["recording"]),
        ("logging: {level: debug}", ["logging"]), ("limits: {max_calls: 3}", []), ("drain_deadline_seconds: 3", []), (localProvider, []),
        ("secretaries: {a: {}}", []), ("tools: {end_call: {description: x}}", []), ("loops: 1\nlisteners: [{port: 9}]", ["listeners", "loops"]), ("", []),
    ]) func namesWhatIsReadAtTheStartOnly(_ yaml: String, _ keys: [String]) throws {
        #expect(try settings(yaml).restartRequired(comparedTo: settings("")) == keys)
    }
}

import CallControl
import Foundation
import Testing

@testable import Simulation

/// The emulated event socket, asked by a client that is not ours (the `greenswitch` package).
@Suite struct FreeSwitchEmulatorTests {
    private func plan() -> SwitchPlan {
        var plan = SwitchPlan()
        plan.password = "s3cr3t"
        plan.calls = ["call-0001", "call-0002", "call-0003"]
        plan.extensions = [
            "200": .answers(after: .milliseconds(50)), "201": .rings, "202": .fails(.userBusy, after: .milliseconds(20)), "203": .notRegistered,
        ]
        plan.registrationLag = .seconds(3_600)
        return plan
    }

    @Test func anIndependentClientSeesAFreeSwitch() throws {
        let log = FileManager.default.temporaryDirectory.appending(path: "switch-\(UUID().uuidString).jsonl")
        defer { try? FileManager.default.removeItem(at: log) }
        let emulator = FreeSwitchEmulator(plan(), log: log.path())
        let port = try emulator.start()
        var prompt = plan()
        prompt.registrationLag = .zero
        let second = FreeSwitchEmulator(prompt)
        defer { second.stop() }
        let run = try PythonTool.run("Interop/event_socket_client.py", ["\(port)", "s3cr3t", "\(try second.start())"])
        #expect(run.status == 0, "\(run.output)")
        let commands = emulator.commands
        emulator.stop()
        let lines = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == commands.count && lines.count > 20)
        #expect(lines[0].contains(#""command":"auth ***""#))
        for line in lines { #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any]) }
        #expect(!lines.joined().contains("s3cr3t"))
    }

    @Test(
        arguments: [
            ("answer:1500", .answers(after: .milliseconds(1_500))), ("answer", .answers(after: .zero)),
            ("answer:10,leave:20", .answers(after: .milliseconds(10), leavesAfter: .milliseconds(20))), ("ring", .rings), ("off", .notRegistered),
            ("busy", .fails(.userBusy, after: .zero)), ("reject:5", .fails(.callRejected, after: .milliseconds(5))),
            ("fail:MEDIA_TIMEOUT:9", .fails(HangupCause("MEDIA_TIMEOUT"), after: .milliseconds(9))), ("", nil), ("answer:x", nil), ("answer:1:2", nil),
            ("ring:1", nil), ("busy:-1", nil), ("answer:1,stay:2", nil), ("busy,leave:1", nil), ("fail", nil), ("dance", nil),
        ] as [(String, ExtensionBehaviour?)]) func behavioursAreReadFromText(_ text: String, _ behaviour: ExtensionBehaviour?)
    {
        #expect(ExtensionBehaviour(text) == behaviour)
    }

    @Test func dialStringsAreTakenApartAsFreeSwitchDoes() throws {
        let text = "{a=1,b='x y'}[origination_uuid=u1]user/200@d,[origination_uuid=u2,a=2]user/201@d|loopback/600/ctx &park()"
        let command = try #require(OriginateCommand(text))
        #expect(command.application == "&park()")
        #expect(command.groups.map { $0.map(\.endpoint) } == [["user/200@d", "user/201@d"], ["loopback/600/ctx"]])
        #expect(command.groups[0].map { $0.variables["a"] } == ["1", "2"])
        #expect(command.groups[0][0].variables == ["a": "1", "b": "x y", "origination_uuid": "u1"])
        #expect(command.groups[1][0].number == "600" && command.groups[1][0].kind == "loopback")
        #expect(OriginateCommand("user/200@d") == nil)
    }
}

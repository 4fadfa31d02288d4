import CallControl
import Locking
import Settings
import Simulation
import Testing
import WireProtocols

@testable import Gateway

/// Losing FreeSWITCH, and finding it again.
@Suite struct ReconnectTests {
    private typealias Harness = SwitchboardHarness

    @Test func eventsComeAgainAfterAReconnect() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.freeSwitch.dropConnections()
        try harness.expectUp(false)
        try harness.expectUp()
        harness.freeSwitch.press("5", on: Harness.call.rawValue)
        try harness.news { $0 == .channel(.digit("5")) ? () : nil }
        #expect(harness.status.counts.logins == 2 && harness.status.counts.losses == 1)
        #expect(harness.freeSwitch.commands.count { $0 == "filter Unique-ID \(Harness.call)" } == 2)
    }

    @Test func whileItIsDownTransfersFailAtOnceAndSayWhy() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.freeSwitch.refuseConnections(true)
        harness.freeSwitch.dropConnections()
        try harness.expectUp(false)
        harness.transfer("200")
        guard case .eventSocketDown(let reason) = try harness.report().outcome else {
            Issue.record("It is down.")
            return
        }
        #expect(!reason.isEmpty)
        harness.freeSwitch.refuseConnections(false)
        try harness.expectUp()
        harness.transfer("202")
        #expect(try harness.report().outcome == .busy)
    }

    /// A telephone must not go on ringing for nobody because the connection broke.
    @Test func aRingingTelephoneIsSilencedAfterTheReconnect() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("201")
        #expect(harness.eventually { harness.freeSwitch.channels.count == 2 })
        harness.freeSwitch.dropConnections()
        guard case .eventSocketDown = try harness.report().outcome else {
            Issue.record("It is down.")
            return
        }
        #expect(harness.eventually { harness.freeSwitch.channels == [Harness.call.rawValue] })
    }

    @Test func aWrongPasswordIsNamed() throws {
        let harness = try Harness(password: "wrong")
        defer { harness.stop() }
        #expect(harness.eventually { harness.status.problem == "wrong password" })
        #expect(!harness.freeSwitch.commands.contains { $0.contains("wrong") })
        harness.transfer("200")
        #expect(try harness.report().outcome == .eventSocketDown("wrong password"))
    }

    @Test func aProcessThatHangsIsNoticed() throws {
        let harness = try Harness({ $0.hangsAfterCommands = 5 }, policy: { $0.replyTimeout = .milliseconds(200) })
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("200")
        guard case .eventSocketDown(let reason) = try harness.report().outcome else {
            Issue.record("It is down.")
            return
        }
        #expect(reason.hasPrefix("no reply to"))
    }

    @Test func aThousandHangupsArriveOnceEach() throws {
        let harness = try Harness { plan in plan.calls += (0..<1_000).map { "burst-\($0)" } }
        defer { harness.stop() }
        try harness.expectUp()
        let heard = Locked<[String: Int]>([:])
        let lines = (0..<1_000).compactMap { number in
            harness.board.line(for: CallID("burst-\(number)"), on: "pbx") { news in
                if case .channel(.hungUp) = news { heard.withLock { $0["burst-\(number)", default: 0] += 1 } }
            }
        }
        #expect(lines.count == 1_000)
        #expect(harness.eventually { harness.freeSwitch.commands.count { $0.hasPrefix("filter Unique-ID burst-") } == 1_000 })
        for number in 0..<1_000 { harness.freeSwitch.hangUp("burst-\(number)") }
        #expect(harness.eventually { heard.withLock { $0.count } == 1_000 })
        #expect(heard.withLock { $0.values.allSatisfy { $0 == 1 } })
        #expect(harness.status.counts.losses == 0)
    }

    @Test func serversAreTheirOwn() throws {
        let first = FreeSwitchEmulator(SwitchPlan())
        let second = FreeSwitchEmulator(SwitchPlan())
        let servers = try [("a", first), ("b", second)].map { name, emulator in
            FreeSwitchSettings(name: name, host: "127.0.0.1", port: try emulator.start(), password: Secret("ClueCon"))
        }
        let ups = Locked(Set<String>())
        let board = Switchboard(servers) { status in if status.isUp { _ = ups.withLock { $0.insert(status.name) } } }
        board.start()
        defer {
            board.stop()
            first.stop()
            second.stop()
        }
        let harness = try Harness()
        defer { harness.stop() }
        #expect(harness.eventually { ups.withLock { $0 } == ["a", "b"] })
        _ = board.line(for: CallID("call-b"), on: "b") { _ in }
        #expect(harness.eventually { second.commands.contains("filter Unique-ID call-b") })
        #expect(!first.commands.contains("filter Unique-ID call-b"))
    }
}

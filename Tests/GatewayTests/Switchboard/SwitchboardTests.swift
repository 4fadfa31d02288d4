import CallControl
import Settings
import Simulation
import Testing
import WireProtocols

@testable import Gateway

/// The switchboard against an emulated FreeSWITCH, over real sockets.
@Suite struct SwitchboardTests {
    private typealias Harness = SwitchboardHarness

    /// The three orders in which FreeSWITCH may tell, and slowness.
    private static let plans: [@Sendable (inout SwitchPlan) -> Void] = [
        { _ in }, { $0.choosesJobIDs = true }, { $0.resultsOvertakeReplies = true },
        {
            $0.choosesJobIDs = true
            $0.resultsOvertakeReplies = true
        }, { $0.jobDelay = .milliseconds(120) },
    ]

    @Test(arguments: 0..<5) func aCallerIsBroughtToTheAttendant(_ index: Int) throws {
        let harness = try Harness(Self.plans[index])
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("200", "203")
        for stage in [TransferStage.presence, .ringing, .stoppingStream, .bridging] { try harness.reached(stage) }
        let report = try harness.report()
        guard case .transferred(let attendant?) = report.outcome else {
            Issue.record("\(report)")
            return
        }
        #expect(report.isStreamStopped)
        #expect(harness.freeSwitch.partner(of: Harness.call.rawValue) == attendant.rawValue)
        // Who is not registered does not ring; the caller's name is shown without what could harm.
        let originate = try #require(try harness.commands("originate").first)
        #expect(originate.contains("]user/200@example.org &park()") && !originate.contains("203"))
        #expect(originate.contains("origination_caller_id_number=+5511999998888,origination_caller_id_name='João OBrien'}"))
        #expect(originate.contains("[origination_uuid=\(attendant)]"))
        let order = harness.freeSwitch.commands.compactMap { command in ["uuid_audio_stream", "uuid_bridge"].first { command.contains($0) } }
        #expect(order == ["uuid_audio_stream", "uuid_bridge"])
    }

    @Test(
        arguments: [
            (["201"], .noAnswer(.noAnswer)), (["202"], .busy), (["203"], .notRegistered), (["999"], .notRegistered), (["204"], .rejected(.callRejected)),
            (["201", "202"], .noAnswer(.noAnswer)),
        ] as [([String], TransferOutcome)]) func whatFailsHasItsCause(_ numbers: [String], _ outcome: TransferOutcome) throws
    {
        let harness = try Harness { $0.extensions["204"] = .fails(.callRejected, after: .zero) }
        defer { harness.stop() }
        try harness.expectUp()
        harness.ask(.transfer(TransferOrder(.attended(numbers.map { .user(Extension(number: $0, domain: "example.org")) }, .all), ringTime: .seconds(1))))
        let report = try harness.report()
        #expect(report == TransferReport(outcome, isStreamStopped: false))
        // The caller stays where he is, and nobody else is left.
        #expect(harness.freeSwitch.channels == [Harness.call.rawValue])
    }

    @Test func withoutThePresenceCheckRingingFindsOut() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("203", presence: false)
        #expect(try harness.report().outcome == .notRegistered)
        #expect(!harness.freeSwitch.commands.contains { $0.contains("sofia_contact") })
    }

    @Test func severalRingAtOnceAndTheOthersStop() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("201", "200")
        guard case .transferred = try harness.report().outcome else {
            Issue.record("It is transferred.")
            return
        }
        #expect(harness.freeSwitch.channels.count == 2)
    }

    @Test func severalRingInTurn() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("202", "200", strategy: .inTurn)
        guard case .transferred = try harness.report().outcome else {
            Issue.record("It is transferred.")
            return
        }
    }

    @Test func aCallerWhoHangsUpSilencesTheTelephone() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("201")
        try harness.reached(.ringing)
        _ = try harness.commands("originate")
        #expect(harness.eventually { harness.freeSwitch.channels.count == 2 })
        harness.freeSwitch.hangUp(Harness.call.rawValue)
        #expect(try harness.report().outcome == .callerGone)
        #expect(harness.eventually { harness.freeSwitch.channels.isEmpty })
    }

    @Test func aCallThatEndsGivesItsTransferUp() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("201")
        _ = try harness.commands("originate")
        harness.close()
        #expect(try harness.report().outcome == .cancelled)
        #expect(harness.eventually { harness.freeSwitch.channels == [Harness.call.rawValue] })
        #expect(harness.eventually { harness.freeSwitch.commands.contains("filter delete Unique-ID \(Harness.call)") })
    }

    @Test func aSecondTransferWaitsForTheFirst() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("201")
        harness.transfer("200")
        let reason = try harness.news { if case .failed(.transfer, let reason) = $0 { reason } else { nil } }
        #expect(reason == "a transfer is under way")
        harness.ask(.cancelTransfer)
        #expect(try harness.report().outcome == .cancelled)
        harness.transfer("202")
        #expect(try harness.report().outcome == .busy)
    }

    @Test(arguments: [(SwitchPlan.Bridge.refused, TransferOutcome.bridgeFailed("Invalid uuid")), (.silent, .timedOut(.bridging))])
    func aYesIsNotBelieved(_ bridge: SwitchPlan.Bridge, _ outcome: TransferOutcome) throws {
        let harness = try Harness { $0.bridge = bridge }
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("200")
        #expect(try harness.report() == TransferReport(outcome, isStreamStopped: true))
        #expect(harness.eventually { harness.freeSwitch.channels == [Harness.call.rawValue] })
    }

    @Test func anAttendantWhoLeavesAtOnceIsNoTransfer() throws {
        let harness = try Harness {
            $0.bridge = .silent
            $0.extensions["205"] = .answers(after: .zero, leavesAfter: .milliseconds(100))
        }
        defer { harness.stop() }
        try harness.expectUp()
        harness.transfer("205")
        #expect(try harness.report().outcome == .attendantGone(.normalClearing))
    }

    @Test(arguments: [("600", TransferOutcome.unallocated(.noRouteDestination)), ("202", .busy)])
    func aBlindTransferIsToldByItsEvents(_ number: String, _ outcome: TransferOutcome) throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.ask(.transfer(TransferOrder(.blind(number: number, context: "example.org"), ringTime: .seconds(5))))
        #expect(try harness.report() == TransferReport(outcome, isStreamStopped: true))
    }

    @Test func aBlindTransferSucceeds() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.ask(.transfer(TransferOrder(.blind(number: "200", context: "example.org"), ringTime: .seconds(5))))
        guard case .transferred(let partner?) = try harness.report().outcome else {
            Issue.record("It is transferred.")
            return
        }
        #expect(harness.freeSwitch.partner(of: Harness.call.rawValue) == partner.rawValue)
    }

    // MARK: Beside transfers

    @Test func digitsFilesAndTheEndAreTold() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        let call = Harness.call.rawValue
        harness.freeSwitch.press("#", on: call)
        harness.freeSwitch.press("0", on: "another-call")
        harness.freeSwitch.emitStreamEvent("play", on: call, body: #"{"audioDataType":"raw","sampleRate":8000,"file":"/tmp/x_1.r8"}"#)
        harness.freeSwitch.hangUp(call, .callRejected)
        let events = try (0..<3).map { _ in try harness.news { if case .channel(let kind) = $0 { kind } else { nil } } }
        #expect(events == [.digit("#"), .stream(.saved(file: "/tmp/x_1.r8", rate: 8_000)), .hungUp(.callRejected)])
    }

    @Test func filesArePlayedAndBrokenOff() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        harness.ask(.play(.file("/tmp/phrase.wav")))
        harness.ask(.stopPlaying)
        #expect(try harness.commands("uuid_broadcast") == ["bgapi uuid_broadcast \(Harness.call) /tmp/phrase.wav aleg"])
        try harness.news { $0 == .channel(.playbackEnded) ? () : nil }
        harness.ask(.play(.file("hangup::NORMAL_CLEARING")))
        let reason = try harness.news { if case .failed(.play, let reason) = $0 { reason } else { nil } }
        #expect(reason == "play.file holds :")
        harness.ask(.hangUp(.normalClearing))
        try harness.news { $0 == .channel(.hungUp(.normalClearing)) ? () : nil }
        harness.ask(.stopPlaying)
        #expect(try harness.news { if case .failed(.stopPlaying, let reason) = $0 { reason } else { nil } } == "No such channel!")
    }

    @Test func presenceIsTold() throws {
        let harness = try Harness()
        defer { harness.stop() }
        try harness.expectUp()
        let users = ["200", "203", "999"].map { Extension(number: $0, domain: "example.org") } + [Extension(number: "2 0", domain: "x")]
        harness.ask(.presence(users))
        let found = try harness.news { if case .presence(let found) = $0 { found } else { nil } }
        #expect(users.map { found[$0] } == [.registered, .notRegistered, .notRegistered, .unknown])
    }

    @Test func serversAreAskedBesideCalls() throws {
        let harness = try Harness { $0.registrationLag = .zero }
        defer { harness.stop() }
        try harness.expectUp()
        let expected: [(SwitchRequest, String, SwitchAnswer)] = [
            (.hasModule("mod_audio_stream"), "pbx", .exists(true)), (.hasModule("mod_none"), "pbx", .exists(false)),
            (
                .streamUsage, "pbx",
                .usage(
                    "<uuid> [start | stop | send_text | pause | resume | graceful-shutdown ] [wss-url | path] [mono | mixed | stereo] [8000 | 16000]"
                        + " [l16 | pcmu | pcma] [metadata]")
            ),
            (.exists(ChannelID(Harness.call)), "pbx", .exists(true)), (.exists(ChannelID("nobody")), "pbx", .exists(false)),
            (.registrations, "pbx", .registrations(["200", "201", "202"].map { Extension(number: $0, domain: "example.org") })),
            (.registrations, "other", .unavailable(.down("no server is called other"))),
        ]
        for (request, server, answer) in expected { #expect(try harness.answer(to: request, on: server) == answer) }
    }

    @Test func anUnknownServerHasNoLine() throws {
        let harness = try Harness()
        defer { harness.stop() }
        #expect(harness.board.line(for: Harness.call, on: "other") { _ in } == nil)
    }
}

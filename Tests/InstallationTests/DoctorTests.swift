import CallControl
import Foundation
import PostgresSupport
import Settings
import Simulation
import Store
import Testing
import Transport

@testable import Installation

/// A machine with two cores shall not run them all at once: each has its own servers.
@Suite(.serialized) struct DoctorTests {
    @Test func aSoundInstallationHasNothingToMend() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        let findings = harness.examine()
        #expect(!findings.contains { $0.verdict == .failed }, "\(findings.map(\.line))")
        func first(_ check: String) -> Finding? { findings.first { $0.check == check } }
        #expect(first("configuration")?.verdict == .ok)
        #expect(first("event_socket")?.line == "ok       event_socket pbx: logged in at 127.0.0.1:\(harness.ports.freeSwitch)")
        #expect(first("mod_audio_stream")?.message == "loaded: the build with G.711 and direct playback (fork)")
        #expect(first("omniplay")?.message == "http://127.0.0.1:\(harness.ports.omniplay) takes token, headers and company")
        #expect(first("agents")?.message == "2 online now: 200, 201")
        #expect(first("hours")?.message == "open: no business hours are configured")
        #expect(first("provider")?.verdict == .ok && first("provider")?.message.hasPrefix("ready after ") == true)
        #expect(findings.filter { $0.check == "disk" }.map(\.subject) == ["store_path", "records_directory"])
        #expect(first("file_limit")?.verdict == .ok)
        // Nothing was left behind, nobody was called, no ticket made.
        #expect(try FileManager.default.contentsOfDirectory(atPath: harness.folder.path).isEmpty)
        #expect(harness.omniplay.tickets.isEmpty)
        #expect(!harness.freeSwitch.commands.contains { $0.contains("originate") || $0.contains("uuid_kill") })
    }

    @Test func withoutSettingsTheirMistakesAreAll() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.extra = "limts: {}"
        let findings = harness.examine()
        #expect(findings.map(\.check) == ["configuration"] && findings.map(\.verdict) == [.failed])
        #expect(findings[0].subject == "limts" && findings[0].advice == ["did you mean limits?"])
    }

    // MARK: FreeSWITCH

    @Test func aWrongPasswordIsTold() throws {
        let harness = try DoctorHarness { $0.password = "another" }
        defer { harness.stop() }
        let finding = try #require(harness.findings("event_socket").first)
        #expect(finding.verdict == .failed && finding.message.contains("wrong password"))
        #expect(finding.advice.first?.contains("event_socket.conf.xml") == true)
    }

    @Test func aFreeSwitchThatIsNotThereIsTold() throws {
        let harness = try DoctorHarness()
        harness.stop()
        let findings = harness.examine(patience: .seconds(2))
        let finding = try #require(findings.first { $0.check == "event_socket" })
        #expect(finding.verdict == .failed && finding.advice.contains { $0.contains("mod_event_socket") })
        #expect(findings.first { $0.check == "omniplay" }?.verdict == .failed)
        #expect(findings.first { $0.check == "provider" }?.verdict == .failed)
    }

    @Test(arguments: [
        (SwitchPlan.StreamModule.missing, "fork", Finding.Verdict.failed, "it is not loaded"),
        (.plain, "fork", .failed, "listeners.default.stream.profile is fork"),
        (.fork, "voxcom", .failed, "listeners.default.stream.profile is voxcom"), (.plain, "voxcom", .ok, "look alike"),
    ]) func theModuleIsTheOneConfigured(_ module: SwitchPlan.StreamModule, _ profile: String, _ verdict: Finding.Verdict, _ words: String) throws {
        let harness = try DoctorHarness { $0.streamModule = module }
        defer { harness.stop() }
        harness.profile = profile
        let finding = try #require(harness.findings("mod_audio_stream").first)
        #expect(finding.verdict == verdict && finding.message.contains(words), "\(finding.line)")
        #expect(finding.advice.isEmpty == (verdict == .ok))
    }

    // MARK: FusionPBX

    @Test func secretariesThatAreInFusionPBXAloneAreExaminedToo() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        let database = try FusionPBXDatabase(.migrations, on: PostgresServer.shared())
        try database.addSecretary(
            "aaaaaaaa-0000-4000-8000-000000000001", name: "Vendas",
            ["handoff_enabled": "true", "omniplay_company_id": "1", "language": "'klingon!'", "transfer_extension": "'200'"])
        harness.environment["VOICE_GATEWAY_FUSIONPBX_CONNINFO"] = database.conninfo
        harness.extra = "fusionpbx: {query_timeout_ms: 5000}"
        let findings = harness.examine()
        let fusion = findings.filter { $0.check == "fusionpbx" }
        #expect(fusion.first?.message.hasPrefix("1 secretary; ") == true, "\(fusion.map(\.line))")
        let subject = try #require(fusion.last?.subject)
        #expect(subject.hasPrefix("secretary Vendas (") && fusion.last?.message.contains("klingon!") == true)
        for check in ["hours", "agents"] { #expect(findings.contains { $0.check == check && $0.subject == subject }, "\(check)") }
    }

    // MARK: Tickets

    @Test func ticketsThatWereGivenUpAreTold() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        let store = try SQLiteStore(path: "\(harness.folder.path)/store.sqlite")
        let entry = try store.add(TicketDraft(call: CallID("c"), companyID: 1, reason: .userRequest), at: 0)
        #expect(harness.findings("tickets").map(\.message) == ["1 on their way to OmniPlay, none given up"])
        try store.record(entry.id, .givenUp(because: "rejected"))
        let finding = try #require(harness.findings("tickets").first)
        #expect(finding.verdict == .warning && finding.advice.first == "see why: voice-gateway outbox list")
        harness.environment["VOICE_GATEWAY_STORE_CONNINFO"] = "host=127.0.0.1 port=1 user=x dbname=x"
        #expect(harness.findings("tickets").map(\.verdict) == [.failed])
    }

    // MARK: OmniPlay

    @Test func aWrongTokenIsToldAsTheDocumentTellsIt() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.omniplay.behaviour.token = "another"
        let finding = try #require(harness.findings("omniplay").first)
        #expect(finding.verdict == .failed && finding.message.contains("ERR_SESSION_EXPIRED"))
        #expect(finding.advice.contains { $0.contains("VOICE_AI_SERVICE_TOKEN") })
        #expect(finding.advice.contains { $0.contains("X-Service-Name") } && finding.advice.contains { $0.contains("X-Company-Id") })
    }

    @Test(arguments: [
        ("status:500", "answered 500"), ("garbage", "not OmniPlay's API"), ("status:404", "does not know the request"), ("cut-before", "broke"),
        ("timeout", "did not answer in time"),
    ]) func eachFailureOfOmniPlayIsToldApart(_ fault: String, _ words: String) throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.omniplay.behaviour.faults = [try #require(OmniPlayFaultRule(fault))]
        harness.extra = "omniplay: {attendants_timeout_ms: 400}"
        let findings = harness.examine()
        let finding = try #require(findings.first { $0.check == "omniplay" })
        #expect(finding.verdict == .failed && finding.message.contains(words) && !finding.advice.isEmpty, "\(finding.line)")
        #expect(findings.first { $0.check == "agents" }?.verdict == .failed)
    }

    @Test func aSecretaryWithoutCompanyIsTold() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        // Of another source than the file, where the configuration itself tells.
        var settings = try #require(harness.loaded.settings)
        settings.secretaries["clinic"]?.handoff.omniplayCompanyID = nil
        let found = OmniPlayCheck().findings(at: Site(settings: settings, patience: .seconds(1), now: Date()))
        #expect(found.map(\.verdict) == [.failed] && found.map(\.subject) == ["secretary Clinic"])
        #expect(found.first?.advice.contains { $0.contains("OmniPlay Company ID") } == true)
        harness.secretaryYAML = "{name: Clinic}"
        let findings = harness.examine()
        #expect(findings.map(\.verdict) == [.failed] && findings.first?.subject == "secretaries.clinic.handoff.omniplay_company_id")
    }

    @Test func nobodyOnlineIsAWarning() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.omniplay.behaviour.setOnline(0)
        let finding = try #require(harness.findings("agents").first)
        #expect(finding.verdict == .warning && finding.advice.contains { $0.contains("voipEnabled") })
    }

    // MARK: Hours

    @Test func hoursAreThoseOfTheSecretarysPlace() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.secretaryYAML =
            "{name: Clinic, handoff: {omniplay_company_id: 1, business_hours: {timezone: America/Sao_Paulo, weekly: ['mon-fri 08:00-18:00']}}}"
        let settings = try #require(harness.loaded.settings)
        func message(_ time: Double) -> String? {
            HoursCheck().findings(at: Site(settings: settings, patience: .seconds(1), now: Date(timeIntervalSince1970: time))).first?.message
        }
        // Thursday 15 January 2026, 11:30 and 22:00 in São Paulo.
        #expect(message(1_768_487_400) == "open: all rules of group 500 hold, which goes to people (2026-01-15 11:30:00 -03 there)")
        #expect(message(1_768_525_200)?.hasPrefix("closed: no group's rules all hold (2026-01-15 22:00:00") == true)
    }

    // MARK: Providers

    @Test(arguments: [
        ("refuse:401", "http_401", "api_key_file"), ("refuse:404", "http_404", "agent_id"), ("refuse:429", "http_429", "limits"), ("refuse:tcp", ": ", "agent"),
        ("never-ready", "connected, but not ready within", "model"),
    ]) func eachFailureOfAProviderIsToldApart(_ fault: String, _ words: String, _ advice: String) throws {
        let rule = try #require(FaultRule(fault))
        let harness = try DoctorHarness(provider: { $0.faults = [rule] })
        defer { harness.stop() }
        let finding = try #require(harness.findings("provider", patience: .milliseconds(1_500)).first)
        #expect(finding.verdict == .failed && finding.message.contains(words), "\(finding.line)")
        #expect(finding.advice.joined().contains(advice) && !finding.advice.isEmpty, "\(finding.line)")
    }

    @Test func aWrongKeyIsTold() throws {
        let harness = try DoctorHarness(provider: { $0.requiredKey = "another" })
        defer { harness.stop() }
        let finding = try #require(harness.findings("provider").first)
        #expect(finding.verdict == .failed && finding.message.contains("401"), "\(finding.line)")
    }

    @Test func formatsOtherThanAskedForAreTold() throws {
        let rule = try #require(FaultRule("wrong-format"))
        let harness = try DoctorHarness(provider: { $0.faults = [rule] })
        defer { harness.stop() }
        let finding = try #require(harness.findings("provider").first)
        #expect(finding.verdict == .failed && finding.message.contains("asked for") && finding.advice.first?.contains("audio") == true, "\(finding.line)")
    }

    @Test(arguments: [
        "{kind: elevenlabs, url: 'ws://127.0.0.1:PORT/v1/convai/conversation', agent_id: secretary-ulaw_8000}",
        "{kind: xai, url: 'ws://127.0.0.1:PORT/xai/v1/realtime', audio: {format: opus, carriage: binary}}",
    ]) func everyProtocolBecomesReady(_ yaml: String) throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.providerYAML = yaml
        let finding = try #require(harness.findings("provider").first)
        #expect(finding.verdict == .ok && finding.message.hasPrefix("ready after"), "\(finding.line)")
    }

    @Test func aVendorWithoutKeyIsNotEvenTried() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.providerYAML = "{kind: openai, model: gpt-realtime-2.1}"
        harness.environment["OPENAI_API_KEY"] = nil
        harness.environment["VOICE_GATEWAY_PROVIDERS_AGENT_API_KEY"] = nil
        let settings = try #require(harness.loaded.settings)
        let finding = ProviderCheck().findings(at: Site(settings: settings, patience: .seconds(1), now: Date()))
        #expect(finding.map(\.message) == ["no API key"] && finding[0].advice[0].contains("OPENAI_API_KEY"))
    }

    // MARK: The machine

    @Test(arguments: [(0.0, Finding.Verdict.ok), (-30, .warning), (30, .warning), (3_600, .failed), (-3_600, .failed)])
    func aClockThatIsWrongIsTold(_ skew: Double, _ verdict: Finding.Verdict) throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        let server = try DatedServer(skew: skew)
        defer { server.stop() }
        harness.environment["OMNIPLAY_API_URL"] = "http://127.0.0.1:\(server.port)"
        let settings = try #require(harness.loaded.settings)
        let finding = try #require(ClockCheck().findings(at: Site(settings: settings, patience: .seconds(5), now: Date())).first)
        #expect(finding.verdict == verdict, "\(finding.line)")
        // Ours is behind theirs where theirs is ahead.
        if verdict != .ok { #expect(finding.message.contains(skew > 0 ? "behind" : "ahead of"), "\(finding.line)") }
    }

    @Test func folders() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        try harness.folder.write("file", "")
        harness.extra = "recording: {enabled: true, directory: '\(harness.folder.path)/file/below'}"
        let findings = harness.findings("disk")
        #expect(findings.map(\.subject) == ["store_path", "records_directory", "recording.directory"])
        #expect(findings[1].message.contains("(will be made)"))
        #expect(findings[2].verdict == .failed && findings[2].message.contains("Not a directory"), "\(findings[2].line)")
    }

    @Test(arguments: [(1_024, 524_288, 2_000, Finding.Verdict.warning), (1_024, 4_096, 2_000, .failed), (65_536, 65_536, 2_000, .ok), (1_024, 1_024, 300, .ok)])
    func fileLimits(_ soft: UInt, _ hard: UInt, _ calls: Int, _ verdict: Finding.Verdict) throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        var settings = try #require(harness.loaded.settings)
        settings.limits.maxCalls = calls
        let finding = FileLimitCheck.finding(soft: soft, hard: hard, settings: settings)
        #expect(finding.verdict == verdict)
        #expect(finding.advice.contains { $0.contains("LimitNOFILE=65536") } == (verdict != .ok))
    }

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sun, 06 Nov 1994 08:49:37 UTC", nil), ("", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
        ] as [(String, Double?)]) func datesAreRead(_ text: String, _ seconds: Double?)
    { #expect(HTTPDate.parse(text)?.timeIntervalSince1970 == seconds) }

    // MARK: Secrets

    @Test func whoeverRepeatsASecretItIsMasked() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        let settings: GatewaySettings = try #require(harness.loaded.settings)
        let veil = SecretVeil(settings)
        let finding = Finding(.failed, "x", nil, "Incorrect API key provided: \(DoctorHarness.key)\u{1B}[2J", advice: ["not \(DoctorHarness.token)"])
        let covered = veil.cover(finding)
        #expect(covered.message.hasPrefix("Incorrect API key provided: ***") && covered.advice == ["not ***"])
        #expect(!covered.message.unicodeScalars.contains { $0.value < 0x20 })
    }

    /// A secret as short as a syllable is no reason to make words unreadable.
    @Test func aShortSecretIsMaskedWhereItStandsAlone() throws {
        let harness = try DoctorHarness()
        defer { harness.stop() }
        harness.environment["VOICE_GATEWAY_FREESWITCH_PBX_PASSWORD"] = "ke"
        let settings: GatewaySettings = try #require(harness.loaded.settings)
        let covered = SecretVeil(settings).cover(Finding(.failed, "x", nil, "mistakes: ke was sent, ke"))
        #expect(covered.message == "mistakes: *** was sent, ***")
    }
}

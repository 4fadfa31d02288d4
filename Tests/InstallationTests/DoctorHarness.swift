import Foundation
import Settings
import Simulation
import Testing

@testable import Installation

/// An installation on this machine: a FreeSWITCH, an OmniPlay and a provider, over real sockets, and its configuration.
final class DoctorHarness {
    static let token = "tok-5e1d-never-shown"
    static let key = "key-77aa-never-shown"
    static let password = "pass-31bb-never-shown"

    let folder: TemporaryFolder
    let freeSwitch: FreeSwitchEmulator
    let omniplay: LocalOmniPlay
    let provider: LocalProvider
    let ports: (freeSwitch: Int, omniplay: Int, provider: Int)
    var environment: [String: String]
    /// `openai`, with the provider's port for PORT.
    var providerYAML = "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime', ready_timeout_ms: 3000}"
    var secretaryYAML = "{name: Clinic, handoff: {omniplay_company_id: 1, transfer_extension: '200'}}"
    var profile = "fork"
    var extra = ""

    init(plan change: (inout SwitchPlan) -> Void = { _ in }, provider emulation: (inout EmulatorSettings) -> Void = { _ in }) throws {
        folder = try TemporaryFolder()
        var plan = SwitchPlan()
        plan.password = Self.password
        change(&plan)
        freeSwitch = FreeSwitchEmulator(plan)
        var behaviour = OmniPlayBehaviour(token: Self.token)
        behaviour.setOnline(2)
        omniplay = try LocalOmniPlay(behaviour)
        var settings = EmulatorSettings()
        let fixtures: String = try #require(FixtureLibrary.locate(from: #filePath))
        settings.fixtures = fixtures
        settings.requiredKey = Self.key
        emulation(&settings)
        provider = try LocalProvider(settings)
        ports = (try freeSwitch.start(), try omniplay.start(), try provider.start(port: 0))
        environment = [
            "VOICE_AI_SERVICE_TOKEN": Self.token, "OPENAI_API_KEY": Self.key, "VOICE_GATEWAY_FREESWITCH_PBX_PASSWORD": Self.password,
            "VOICE_GATEWAY_PROVIDERS_AGENT_API_KEY": Self.key, "OMNIPLAY_API_URL": "http://127.0.0.1:\(ports.omniplay)",
        ]
    }

    func stop() {
        freeSwitch.stop()
        omniplay.stop()
        provider.stop()
    }

    var yaml: String {
        """
        listeners: {default: {port: 0, stream: {profile: \(profile)}}}
        freeswitch: {pbx: {port: \(ports.freeSwitch), domain: example.org}}
        store_path: '\(folder.path)/store.sqlite'
        records_directory: '\(folder.path)/records'
        limits: {max_calls: 10}
        providers: {agent: \(providerYAML.replacing("PORT", with: "\(ports.provider)"))}
        secretaries: {clinic: \(secretaryYAML)}
        default_secretary: clinic
        \(extra)
        """
    }

    var loaded: LoadedSettings {
        GatewaySettings.load(text: yaml, file: "gateway.yaml", environment: environment) { try String(contentsOfFile: $0, encoding: .utf8) }
    }

    /// All findings; none of them may hold a secret.
    func examine(patience: Duration = .seconds(5)) -> [Finding] {
        var findings: [Finding] = []
        Doctor(loaded, patience: patience).examine { findings.append($0) }
        for finding in findings { Self.expectNoSecret(in: finding.line) }
        return findings
    }

    func findings(_ check: String, patience: Duration = .seconds(5)) -> [Finding] { examine(patience: patience).filter { $0.check == check } }

    static func expectNoSecret(in text: String) {
        for secret in [token, key, password] { #expect(!text.contains(secret), "\(text)") }
    }
}

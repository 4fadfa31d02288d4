import Foundation
import Settings
import Testing
import WireProtocols

@testable import Installation

/// The files of an installation, judged by the programs that will read them.
@Suite struct TemplateTests {
    private func freeSwitch(
        gateway: String = "ws://10.0.0.5:8085", number: String = "8000", profile: FreeSwitchTemplate.Profile = .fork, tokenFile: String? = nil,
        fallback: String? = nil
    ) throws -> [InstallationFile] {
        try FreeSwitchTemplate(gateway: gateway, secretary: "clinic", number: number, profile: profile, tokenFile: tokenFile, fallback: fallback).files()
    }

    private func saved(_ files: [InstallationFile]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try InstallationFile.write(files, to: folder.path, replacing: false)
        return folder
    }

    // MARK: FreeSWITCH

    @Test(arguments: FreeSwitchTemplate.Profile.allCases) func theDialplanIsXMLAndTheScriptIsLua(_ profile: FreeSwitchTemplate.Profile) throws {
        let folder = try saved(try freeSwitch(number: "*8.0+0", profile: profile, tokenFile: "/etc/it's \"a\\token\" ação", fallback: "200"))
        let xml = try Program.run(["xmllint", "--noout", "\(folder.path)/voice-gateway.xml"])
        #expect(xml.status == 0, "\(xml.errors)")
        let lua = try Program.run(["luac", "-p", "\(folder.path)/voice_gateway.lua"])
        #expect(lua.status == 0, "\(lua.errors)")
    }

    @Test func theDialplanMatchesItsNumberAlone() throws {
        let folder = try saved(try freeSwitch(number: "*8.0"))
        let path = "string(//condition/@expression)"
        let expression = try Program.run(["xmllint", "--xpath", path, "\(folder.path)/voice-gateway.xml"]).output.trimmingCharacters(
            in: .whitespacesAndNewlines)
        #expect(expression == #"^\*8\.0$"#)
        let order = try Program.run(["xmllint", "--xpath", "//action/@application", "\(folder.path)/voice-gateway.xml"]).output
        let applications = order.matches(of: #/"(\w+)"/#).map { String($0.1) }
        #expect(applications == ["set", "set", "answer", "lua", "park"])
    }

    @Test(arguments: [
        ("gateway", "http://x"), ("gateway", "ws://a_b:1"), ("gateway", "ws://[::1]:1"), ("gateway", "ws://h/\"path"), ("gateway", "ws://h:1 x"),
        ("secretary", "a b"), ("secretary", "../x"), ("extension", "8000\""), ("extension", ""), ("fallback", "200 XML default"), ("token-file", "relative"),
        ("token-file", "/a\nb"),
    ]) func whatDoesNotBelongThereIsRefused(_ option: String, _ value: String) {
        #expect(throws: TemplateRefusal.self) {
            _ = try FreeSwitchTemplate(
                gateway: option == "gateway" ? value : "ws://h:1", secretary: option == "secretary" ? value : "s", number: option == "extension" ? value : "1",
                profile: .fork, tokenFile: option == "token-file" ? value : nil, fallback: option == "fallback" ? value : nil
            ).files()
        }
    }

    /// The script runs in a real Lua with FreeSWITCH's API played by a few lines.
    @Test func theScriptStartsTheStreamAndNothingACallerSendsEscapes() throws {
        let folder = try TemporaryFolder()
        let token = try folder.write("token", "secret-1\n")
        _ = try InstallationFile.write(try freeSwitch(tokenFile: token), to: folder.path, replacing: false)
        let outcome = try lua(folder, "clinic", caller: "+55 11; uuid_kill é/?", answers: #"["uuid_audio_stream"] = "+OK Success""#)
        #expect(
            outcome == [
                #"set STREAM_EXTRA_HEADERS={"Authorization":"Bearer secret-1"}"#, "set STREAM_PLAYBACK_WARMUP_MS=40", "luarun voice_gateway.lua watch u-1",
                "uuid_audio_stream u-1 start ws://10.0.0.5:8085/stream/clinic/u-1/%2B55%2011%3B%20uuid_kill%20%C3%A9%3F?profile=fork&rate=8000&warmup_ms=40 mono 8k",
            ])
    }

    @Test func aStreamThatCannotBeStartedEndsOrGoesElsewhere() throws {
        let answers = #"["uuid_audio_stream"] = "-ERR Operation Failed""#
        let hungUp = try saved(try freeSwitch())
        #expect(try lua(hungUp, "clinic", caller: "1", answers: answers).last == "uuid_kill u-1 NORMAL_TEMPORARY_FAILURE")
        let elsewhere = try saved(try freeSwitch(fallback: "200"))
        #expect(try lua(elsewhere, "clinic", caller: "1", answers: answers).last == "uuid_transfer u-1 200")
    }

    @Test(
        arguments: [
            ("connect disconnect", false, "uuid_kill u-1 NORMAL_CLEARING"), ("connect disconnect", true, nil), ("error", false, "uuid_transfer u-1 200"),
            ("connect error", false, "uuid_kill u-1 NORMAL_CLEARING"), ("connect disconnect connect", false, nil), ("", false, nil),
        ] as [(String, Bool, String?)]) func theWatcherEndsWhoeverIsLeftAlone(_ events: String, _ isBridged: Bool, _ expected: String?) throws
    {
        let folder = try saved(try freeSwitch(fallback: "200"))
        let done = try lua(folder, "watch", "u-1", answers: isBridged ? #"["uuid_getvar"] = "u-2""# : #"["uuid_getvar"] = "_undef_""#, events: events)
        #expect(done.filter { !$0.hasPrefix("uuid_exists") && !$0.hasPrefix("uuid_getvar") } == (expected.map { [$0] } ?? []))
    }

    /// - Parameter answers: Lua table entries, by command.
    /// - Returns: what FreeSWITCH was told, in order.
    private func lua(_ folder: TemporaryFolder, _ arguments: String..., caller: String? = nil, answers: String, events: String = "") throws -> [String] {
        let harness = """
            local answers, rounds, clock = { \(answers) }, 0, 1000
            local pending = {}
            for name in string.gmatch("\(events)", "%S+") do pending[#pending + 1] = name end
            os.time = function() return clock end
            freeswitch = {
              consoleLog = function() end,
              API = function() return { executeString = function(_, command)
                local word = string.match(command, "^%S+")
                if word == "uuid_exists" then
                  rounds = rounds + 1
                  return rounds < 30 and "true" or "false"
                end
                print(command)
                return answers[word] or ""
              end } end,
              EventConsumer = function() return { bind = function() end, pop = function(_, blocking)
                clock = clock + blocking
                local name = table.remove(pending, 1)
                return name and { getHeader = function(_, header)
                  return header == "Unique-ID" and "u-1" or "mod_audio_stream::" .. name
                end }
              end } end,
            }
            \(caller.map { caller in """
            session = {
              ready = function() return true end, get_uuid = function() return "u-1" end,
              getVariable = function() return \(TemplateText.lua(caller)) end,
              setVariable = function(_, name, value) print("set " .. name .. "=" .. value) end,
            }
            """ } ?? "")
            argv = { \(arguments.map(TemplateText.lua).joined(separator: ", ")) }
            dofile("\(folder.path)/voice_gateway.lua")
            """
        let outcome = try Program.run(["lua", "-"], input: harness)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    // MARK: systemd

    @Test func theUnitIsAcceptedAndHardened() throws {
        let folder = try saved(
            try SystemdTemplate(executable: "/bin/true", config: "/etc/a \"b\" %n $X.yaml", environment: "/etc/e%n", maxCalls: 100_000).files())
        let verified = try Program.run(["systemd-analyze", "verify", "\(folder.path)/voice-gateway.service"])
        let complaints = verified.errors.split(separator: "\n").filter { $0.contains("voice-gateway.service") }
        #expect(verified.status == 0 && complaints.isEmpty, "\(verified.errors)")
        let security = try Program.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", "\(folder.path)/voice-gateway.service"])
        #expect(security.status == 0, "\(security.output.suffix(300)) \(security.errors)")
        let unit = try folder.read("voice-gateway.service")
        #expect(unit.contains(#"serve --config "/etc/a \"b\" %%n $$X.yaml""#) && unit.contains("LimitNOFILE=301024"))
        #expect(unit.contains("EnvironmentFile=-/etc/e%%n"))
        #expect(try mode(folder, "environment") == 0o600)
    }

    @Test(arguments: ["relative", "/a/../b", "/a\nExecStart=/bin/sh"]) func aUnitTakesAbsolutePathsAlone(_ path: String) {
        #expect(throws: TemplateRefusal.self) { _ = try SystemdTemplate(executable: path, config: "/c", environment: "/e", maxCalls: 1).files() }
        #expect(throws: TemplateRefusal.self) { _ = try SystemdTemplate(executable: "/x", config: path, environment: "/e", maxCalls: 1).files() }
    }

    // MARK: Compose

    @Test func theComposeFileHasTheDocumentsNames() throws {
        let folder = try saved(try ComposeTemplate(omniplay: "https://omni.example.org/base", port: 9_000).files())
        let script = "import json,sys,yaml; print(json.dumps(yaml.safe_load(sys.stdin)))"
        let python = try Self.python()
        let outcome = try Program.run([python, "-c", script], input: try folder.read("docker-compose.yml"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let service = try #require((document["services"] as? [String: Any])?["voice-ai-realtime"] as? [String: Any])
        let environment = try #require(service["environment"] as? [String: String])
        #expect(environment["VOICE_AI_SERVICE_TOKEN"]?.hasPrefix("${VOICE_AI_SERVICE_TOKEN:?") == true)
        #expect(environment["OMNIPLAY_API_URL"]?.hasPrefix("${OMNIPLAY_API_URL:?") == true)
        #expect((service["build"] as? [String: String])?["dockerfile_inline"]?.contains("USER voice") == true)
        let variables = try folder.read(".env")
        #expect(variables.contains("\nOMNIPLAY_API_URL='https://omni.example.org/base'\n") && variables.contains("\nVOICE_GATEWAY_PORT=9000\n"))
        #expect(variables.contains("\nVOICE_AI_SERVICE_TOKEN=\n"))
        #expect(try mode(folder, ".env") == 0o600)
    }

    /// What the compose file puts into the container is what the gateway reads, without a complaint.
    @Test func theGatewayTakesTheVariablesAndTheConfiguration() throws {
        let folder = try saved(try ComposeTemplate(omniplay: "http://backend:8080", port: 8_085).files())
        let compose = try folder.read("docker-compose.yml")
        var environment: [String: String] = [:]
        for match in compose.matches(of: #/\n      ([A-Z_]+): "(.*)"/#) { environment[String(match.1)] = Self.filled(String(match.2)) }
        #expect(environment.count == 12)
        let loaded = GatewaySettings.load(text: try folder.read("gateway.yaml"), file: "gateway.yaml", environment: environment) { _ in "" }
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        let settings = try #require(loaded.settings)
        #expect(settings.omniplay.access.token?.exposed == "filled" && settings.omniplay.access.url == "http://backend:8080")
        #expect(settings.listeners[0].host == "0.0.0.0" && settings.recordsDirectory == "/data/records" && settings.storePath == "/data/store.sqlite")
        #expect(settings.freeSwitches["main"]?.host == "host.docker.internal" && settings.freeSwitches["main"]?.password.exposed == "filled")
    }

    private static func filled(_ value: String) -> String {
        if value.hasPrefix("${OMNIPLAY_API_URL") { return "http://backend:8080" }
        // A key of the provider that is used; those of others stay empty.
        if value.hasPrefix("${OPENAI_API_KEY") { return "filled" }
        if let fallback = value.firstMatch(of: #/:-(.*)\}/#) { return String(fallback.1) }
        return value.hasPrefix("${") ? "filled" : value
    }

    @Test(arguments: ["backend:8080", "http://a'b", "http://a\nX=1", "http://u:p@h", "http://$HOME"]) func anAddressThatEscapesIsRefused(_ address: String) {
        #expect(throws: TemplateRefusal.self) { _ = try ComposeTemplate(omniplay: address, port: 1).files() }
    }

    // MARK: Writing

    @Test func nothingIsReplacedUnlessSaid() throws {
        let folder = try TemporaryFolder()
        try folder.write("b", "mine")
        let files = [InstallationFile(name: "a", text: "1"), InstallationFile(name: "b", text: "2", mode: 0o600)]
        #expect(throws: InstallationFile.WriteFailure.self) { _ = try InstallationFile.write(files, to: folder.path, replacing: false) }
        #expect(try folder.read("b") == "mine" && !FileManager.default.fileExists(atPath: "\(folder.path)/a"))
        #expect(try InstallationFile.write(files, to: folder.path, replacing: true) == ["\(folder.path)/a", "\(folder.path)/b"])
        #expect(try folder.read("b") == "2" && mode(folder, "b") == 0o600)
    }

    private func mode(_ folder: TemporaryFolder, _ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")[.posixPermissions] as? Int
    }

    /// With PyYAML: the validators' own.
    private static func python() throws -> String {
        let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Tools/venv").standardizedFileURL.path
        let outcome = try Program.run([tool])
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

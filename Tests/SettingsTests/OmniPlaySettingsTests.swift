import Testing
import WireProtocols

@testable import Settings

@Suite struct OmniPlaySettingsTests {
    private let token = ["VOICE_AI_SERVICE_TOKEN": "t0ken"]

    @Test func theDocumentsVariablesWorkAsTheyAre() throws {
        let omniplay = try settings("", environment: ["OMNIPLAY_API_URL": "http://backend:8080", "VOICE_AI_SERVICE_TOKEN": "t0ken"]).omniplay
        #expect(omniplay == OmniPlaySettings(access: OmniPlayAccess(url: "http://backend:8080", token: Secret("t0ken"))))
        #expect(omniplay.connectTimeout == .seconds(2) && omniplay.attendantsTimeout == .seconds(3) && omniplay.ticketTimeout == .seconds(10))
    }

    @Test func fileAndOwnVariablesWin() throws {
        let yaml = "omniplay: {url: 'http://file:1', service_token_file: /run/token, attendants_timeout_ms: 1500, ticket_timeout_ms: 7000}"
        let environment = ["OMNIPLAY_API_URL": "http://document:2", "VOICE_AI_SERVICE_TOKEN": "document"]
        let fromFile = try settings(yaml, environment: environment, files: ["/run/token": "file\n"]).omniplay
        #expect(fromFile.access == OmniPlayAccess(url: "http://file:1", token: Secret("file")))
        #expect(fromFile.attendantsTimeout == .milliseconds(1_500) && fromFile.ticketTimeout == .seconds(7))
        let own = environment.merging(["VOICE_GATEWAY_OMNIPLAY_URL": "http://own:3", "VOICE_GATEWAY_OMNIPLAY_SERVICE_TOKEN": "own"]) { $1 }
        #expect(
            try settings(yaml, environment: own, files: ["/run/token": "file"]).omniplay.access == OmniPlayAccess(url: "http://own:3", token: Secret("own")))
    }

    @Test func withoutOmniPlayNothingIsMissing() throws {
        let loaded = load(localProvider)
        #expect(loaded.errorTexts == [])
        #expect(loaded.settings?.omniplay.access == OmniPlayAccess(url: nil, token: nil))
    }

    @Test(arguments: [
        ("backend:8080", "an address like http://backend:8080"), ("ftp://backend", "an address like http://backend:8080"),
        ("http://backend/?company=1", "an address like http://backend:8080"), ("http://back end", "an address like http://backend:8080"),
        ("http://user:pass@backend", "an address without a secret in it"),
    ]) func wrongAddressesAreMistakes(_ url: String, _ expected: String) {
        let loaded = load("omniplay: {url: '\(url)'}", environment: token)
        #expect(loaded.errors.map(\.expected) == [expected])
        #expect(!loaded.texts.joined().contains("pass"))
    }

    @Test func tokenIsNeeded() {
        let loaded = load("omniplay: {url: 'http://backend:8080'}")
        #expect(loaded.errors.map(\.key) == ["omniplay.service_token_file"])
        #expect(loaded.errors.first?.advice?.contains("VOICE_AI_SERVICE_TOKEN") == true)
    }

    @Test func tokenIsNeverShownAndNeverInTheFile() {
        let loaded = load("omniplay: {url: 'http://backend:8080', service_token: t0ps3cret}", environment: token)
        #expect(loaded.errors.map(\.key) == ["omniplay.service_token"])
        #expect(!(loaded.texts.joined() + loaded.effective).contains("t0ps3cret"))
        #expect(!loaded.effective.contains("t0ken"))
    }

    @Test(arguments: [
        ("http://backend:8080", []), ("http://127.0.0.1:8080", []), ("http://10.1.2.3", []), ("http://172.20.0.5", []), ("http://192.168.0.9", []),
        ("http://omni.internal", []), ("https://omni.example.com", []), ("http://omni.example.com", ["https:// beyond one's own network"]),
        ("http://172.32.0.5", ["https:// beyond one's own network"]), ("https://omni.example.com/api", ["the base address"]),
    ]) func dubiousAddressesAreWarnedOf(_ url: String, _ expected: [String]) {
        let loaded = load("omniplay: {url: '\(url)'}", environment: token)
        #expect(loaded.problems.filter { $0.key == "omniplay.url" }.map(\.expected) == expected)
        #expect(loaded.errorTexts == [])
    }

    @Test func secretaryWithoutCompanyIsFoundWhenItIsLoaded() {
        let secretary = { (handoff: String) in
            localProvider + "omniplay: {url: 'http://backend:8080'}\nsecretaries: {reception: {provider: local, handoff: {\(handoff)}}}"
        }
        let loaded = load(secretary(""), environment: token)
        #expect(loaded.errors.map(\.key) == ["secretaries.reception.handoff.omniplay_company_id"])
        #expect(loaded.errors.first?.advice?.contains("Voice Secretary → Edit → OmniPlay Company ID") == true)
        #expect(load(secretary("omniplay_company_id: 1"), environment: token).errorTexts == [])
        #expect(load(secretary("enabled: false"), environment: token).errorTexts == [])
        // The implied secretary of a gateway without any is only warned of.
        #expect(load(localProvider + "omniplay: {url: 'http://backend:8080'}", environment: token).errorTexts == [])
    }

    @Test func mistypedKeysAreNamed() {
        #expect(load("omniplay: {urls: 'http://a'}").errors.map(\.advice) == ["did you mean url?"])
        #expect(load("omniplay: {connect_timeout_ms: 5}").errors.map(\.expected) == ["a whole number from 100 to 30000"])
    }
}

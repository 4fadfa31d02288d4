import CallControl
import Settings
import Testing
import WireProtocols

@testable import Gateway

/// Where a secretary's own extension is looked up.
@Suite struct HandoffPlannerTests {
    private func plan(_ server: String, tenant: TenantSettings? = nil, language: String = "pt-BR") throws -> HandoffPlan? {
        let yaml = """
            providers: {local: {url: 'ws://127.0.0.1:9/v1/realtime'}}
            omniplay: {url: 'http://127.0.0.1:9'}
            freeswitch: {pbx: {\(server)}}
            secretaries: {a: {transfer_message: 'Um momento.', handoff: {
              omniplay_company_id: 1, transfer_extension: '200', messages: {noted: 'Anotado.'}, translations: {en: {noted: 'Noted, {name}.'}}}}}
            """
        let loaded = GatewaySettings.load(text: yaml, file: "test.yaml", environment: ["VOICE_AI_SERVICE_TOKEN": "t"]) { _ in "" }
        let settings = try #require(loaded.settings, "\(loaded.problems)")
        var secretary = try #require(settings.secretaries["a"])
        secretary.tenant = tenant
        let request = StreamRequest(secretaryID: "a", callID: "c")
        return HandoffPlanner(settings: settings, listener: settings.listeners[0]).plan(for: secretary, request, language: language)
    }

    private let clinic = TenantSettings(domainUUID: "d", domainName: "clinic.example")

    @Test func theContextIsTheServersElseTheTenantsElseDefault() throws {
        #expect(try plan("domain: pbx.example")?.dialplanContext == "default")
        #expect(try plan("domain: pbx.example", tenant: clinic)?.dialplanContext == "clinic.example")
        #expect(try plan("dialplan_context: people", tenant: clinic)?.dialplanContext == "people")
    }

    @Test func extensionsBelongToTheTenantsDomain() throws {
        #expect(try plan("domain: pbx.example")?.attendants.domain == "pbx.example")
        #expect(try plan("domain: pbx.example", tenant: clinic)?.attendants.domain == "clinic.example")
    }

    @Test func aCallInAnotherLanguageDoesNotHearTheSecretarysOwn() throws {
        let own = try #require(try plan("domain: x")).texts
        #expect(own[.transfer] == "Um momento." && own[.noted] == "Anotado.")
        let english = try #require(try plan("domain: x", language: "en-US")).texts
        #expect(english[.noted] == "Noted, a." && english[.transfer] == HandoffTexts(language: "en")[.transfer])
        #expect(try plan("domain: x", language: "es")?.texts[.noted] == HandoffTexts(language: "es")[.noted])
    }
}

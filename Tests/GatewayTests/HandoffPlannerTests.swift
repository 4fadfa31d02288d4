import CallControl
import Settings
import Testing
import WireProtocols

@testable import Gateway

/// Where a secretary's own extension is looked up.
@Suite struct HandoffPlannerTests {
    private func plan(_ server: String, tenant: TenantSettings? = nil, query: String? = nil) throws -> HandoffPlan? {
        let yaml = """
            providers: {local: {url: 'ws://127.0.0.1:9/v1/realtime'}}
            omniplay: {url: 'http://127.0.0.1:9'}
            freeswitch: {pbx: {\(server)}}
            secretaries: {a: {handoff: {omniplay_company_id: 1, transfer_extension: '200'}}}
            """
        let loaded = GatewaySettings.load(text: yaml, file: "test.yaml", environment: ["VOICE_AI_SERVICE_TOKEN": "t"]) { _ in "" }
        let settings = try #require(loaded.settings, "\(loaded.problems)")
        var secretary = try #require(settings.secretaries["a"])
        secretary.tenant = tenant
        let request = StreamRequest(secretaryID: "a", callID: "c")
        return HandoffPlanner(settings: settings, listener: settings.listeners[0]).plan(for: secretary, request, language: "pt-BR")
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
}

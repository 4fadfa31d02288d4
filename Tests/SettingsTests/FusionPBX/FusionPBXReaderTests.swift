import CallControl
import PostgreSQL
import PostgresSupport
import Testing

@testable import Settings

/// Secretaries of a real PostgreSQL with FusionPBX's tables.
@Suite struct FusionPBXReaderTests {
    private typealias Harness = FusionPBXHarness

    @Test func everyColumnIsRead() throws {
        let harness = try Harness()
        try harness.database.addProvider(Harness.provider, name: "elevenlabs_conversational")
        try harness.database.addTimeCondition(Harness.condition, FusionPBXDatabase.office)
        try harness.database.addSecretary(
            Harness.uuid,
            [
                "company_name": "'Clínica Boa Vista'", "extension": "'8000'", "language": "'es_AR'", "personality_prompt": "'Seja breve.'",
                "greeting_message": "'Olá!'", "farewell_message": "'Tchau!'", "fallback_message": "'Ninguém pode atender.'",
                "transfer_message": "'Um momento.'",
                "outside_hours_message": "'Das 8 às 18.'", "realtime_provider_uuid": "'\(Harness.provider)'", "processing_mode": "'realtime'",
                "tts_voice_id": "'voz'", "handoff_enabled": "false", "handoff_keywords": "'gerente, falar com alguém,,'", "handoff_timeout": "45",
                "handoff_queue_id": "5", "fallback_ticket_enabled": "false", "presence_check_enabled": "false", "time_condition_uuid": "'\(Harness.condition)'",
                "omniplay_company_id": "7", "transfer_extension": "'200'", "max_turns": "12", "idle_timeout_seconds": "20", "max_duration_seconds": "300",
                "vad_type": "'server_vad'", "vad_threshold": "0.65", "farewell_keywords": "E'tchau\\nobrigado, só isso\\n'",
            ])
        let found = try harness.secretary()
        let settings = found.settings
        #expect(found.notes == [])
        #expect(settings.uuid == Harness.uuid)
        #expect(settings.tenant == TenantSettings(domainUUID: FusionPBXDatabase.example, domainName: "example.com"))
        #expect([settings.name, settings.companyName, settings.extensionNumber, settings.language] == ["Recepção", "Clínica Boa Vista", "8000", "es-AR"])
        #expect([settings.personalityPrompt, settings.greeting, settings.farewell] == ["Seja breve.", "Olá!", "Tchau!"])
        #expect(
            [settings.fallbackMessage, settings.transferMessage, settings.outsideHoursMessage] == ["Ninguém pode atender.", "Um momento.", "Das 8 às 18."])
        #expect([settings.provider, settings.voice] == ["eleven", "voz"])
        #expect(settings.turnDetection == .server(threshold: 0.65, prefixPadding: nil, silence: nil, idleTimeout: nil))
        #expect((settings.idleTimeout, settings.maxDuration, settings.maxTurns) == (.seconds(20), .seconds(300), 12))
        #expect(settings.farewellKeywords == ["tchau", "obrigado, só isso"])
        let handoff = settings.handoff
        #expect([handoff.isEnabled, handoff.fallbackTicket, handoff.presenceCheck] == [false, false, false])
        #expect(handoff.keywords == ["gerente", "falar com alguém"])
        #expect((handoff.timeout, handoff.queueID, handoff.omniplayCompanyID, handoff.transferExtension) == (.seconds(45), 5, 7, "200"))
        #expect(handoff.timeCondition == Harness.condition)
    }

    @Test(arguments: FusionPBXDatabase.Kind.allCases) func whatIsNotSetHasItsDefaultInEitherKindOfInstallation(_ kind: FusionPBXDatabase.Kind) throws {
        let harness = try Harness(kind)
        try harness.database.addSecretary(Harness.uuid)
        let found = try harness.secretary()
        let settings = found.settings
        #expect(found.notes == [])
        #expect((settings.language, settings.provider, settings.maxTurns, settings.turnDetection) == ("pt-BR", "eleven", 20, nil))
        #expect((settings.idleTimeout, settings.maxDuration) == (.seconds(30), .seconds(600)))
        #expect((settings.greeting, settings.farewell, settings.fallbackMessage) == (nil, nil, nil))
        #expect(settings.tools == ["end_call"])
        let handoff = settings.handoff
        #expect([handoff.isEnabled, handoff.fallbackTicket, handoff.presenceCheck] == [true, true, true])
        #expect(handoff.keywords == ["atendente", "humano", "pessoa", "operador"])
        #expect((handoff.timeout, handoff.queueID, handoff.omniplayCompanyID, handoff.transferExtension) == (.seconds(30), nil, nil, nil))
        #expect(handoff.hours == .always)
    }

    @Test func whatFusionPBXHasNoColumnForIsTheDefaultSecretarys() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        let model = """
            tools: {balance: {description: 'Saldo.'}}
            secretaries: {model: {provider: gpt, tools: [balance, end_call], vocabulary: [Pix], greeting_message: 'Não é de todos.', handoff: {digit: '0', messages: {noted: 'Anotado.'}}}}
            default_secretary: model
            """
        let settings = try harness.secretary(extra: model).settings
        #expect((settings.tools, settings.vocabulary, settings.provider) == (["balance", "end_call"], ["Pix"], "gpt"))
        #expect((settings.handoff.digit, settings.handoff.messages) == ("0", [.noted: "Anotado."]))
        #expect(settings.greeting == nil)
    }

    @Test func missingColumnsAreNamed() throws {
        #expect(try Harness(.migrations).reader().missingColumns == [])
        #expect(
            try Harness(.schemaTool).reader().missingColumns == [
                "v_voice_secretaries: fallback_message, transfer_message, farewell_keywords, processing_mode, idle_timeout_seconds, max_duration_seconds, "
                    + "vad_type, vad_threshold, vad_eagerness"
            ])
        #expect(try Harness(secretaries: false).reader().missingColumns == ["v_voice_secretaries (the whole table)", "v_voice_ai_providers (the whole table)"])
    }

    @Test func withoutTheTableThereIsAnErrorAndNoSilence() throws {
        let error = #expect(throws: PostgresError.self) { try Harness(secretaries: false).look(up: Harness.uuid) }
        #expect(error?.state == "42P01")
        #expect(error.map { "\($0)".contains("voice-gateway init fusionpbx") } == true)
    }

    @Test(arguments: ["true", "t", "TRUE", "1", "yes", "on"], ["false", "f", "False", "0", "no", "off"])
    func textsStandForBooleans(_ yes: String, _ no: String) throws {
        let harness = try Harness(.schemaTool)
        try harness.database.addSecretary(
            Harness.uuid, ["enabled": "'\(yes)'", "handoff_enabled": "'\(no)'", "fallback_ticket_enabled": "'\(yes)'", "presence_check_enabled": "'\(no)'"])
        let handoff = try harness.secretary().settings.handoff
        #expect([handoff.isEnabled, handoff.fallbackTicket, handoff.presenceCheck] == [false, true, false])
        try harness.database.execute("UPDATE v_voice_secretaries SET enabled = '\(no)'")
        #expect(try harness.look(up: Harness.uuid) == .absent(.disabled))
    }

    @Test func aDomainThatIsSwitchedOffHasNoSecretaries() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        try harness.database.execute("UPDATE v_domains SET domain_enabled = false")
        #expect(try harness.look(up: Harness.uuid) == .absent(.disabled))
    }

    @Test func valuesThatMakeNoSenseAreNotedAndCostNoCall() throws {
        let harness = try Harness(.schemaTool)
        try harness.database.execute("ALTER TABLE v_voice_secretaries ADD COLUMN vad_type text, ADD COLUMN vad_threshold text, ADD COLUMN vad_eagerness text")
        try harness.database.addSecretary(
            Harness.uuid,
            [
                "language": "'português'", "max_turns": "0", "handoff_timeout": "9999999999", "handoff_enabled": "'talvez'", "vad_type": "'semantic_vad'",
                "vad_eagerness": "'eager'", "vad_threshold": "'NaN'", "personality_prompt": "repeat('é', 100000)", "omniplay_company_id": "1.5",
            ])
        let found = try harness.secretary()
        #expect((found.settings.language, found.settings.maxTurns, found.settings.handoff.timeout) == ("pt-BR", 1, .seconds(300)))
        #expect(found.settings.handoff.isEnabled)
        #expect(found.settings.handoff.omniplayCompanyID == nil)
        #expect(found.settings.turnDetection == .semantic(eagerness: nil))
        #expect((32_000...65_536).contains(found.settings.personalityPrompt.utf8.count))
        #expect(found.notes.count == 8)
        #expect(found.notes.allSatisfy { $0.utf8.count < 200 })
    }

    @Test(arguments: ["x' OR '1'='1", "example.com'; DROP TABLE v_voice_secretaries; --", "%", "11111111-1111-1111-1111-11111111111%"])
    func aDomainIsAValueAndNeverSQL(_ domain: String) throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        #expect(try harness.look(up: Harness.uuid, domain: domain) == .absent(.unknown))
        #expect(try harness.secretary().settings.uuid == Harness.uuid)
    }

    @Test func aColumnThatGoesAwayMeanwhileIsNoFailure() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid, ["vad_type": "'server_vad'"])
        let reader = try harness.reader()
        try harness.database.execute("ALTER TABLE v_voice_secretaries DROP COLUMN vad_type, DROP COLUMN is_enabled")
        guard case .found(let rows) = try reader.look(up: try #require(SecretaryKey(uuid: Harness.uuid))) else { return #expect(Bool(false)) }
        #expect(rows.secretary["vad_type"] == nil)
    }

    @Test func aDatabaseThatDoesNotAnswerIsGivenUp() throws {
        let harness = try Harness()
        try harness.database.addSecretary(Harness.uuid)
        let reader = try harness.reader(keys: "query_timeout_ms: 100")
        let blocker = try PostgresConnection.connect(harness.database.conninfo, deadline: .seconds(10))
        try blocker.exec("BEGIN")
        try blocker.exec("LOCK TABLE v_voice_secretaries IN ACCESS EXCLUSIVE MODE")
        let key = try #require(SecretaryKey(uuid: Harness.uuid))
        let error = #expect(throws: PostgresError.self) { try reader.look(up: key) }
        #expect(error?.state == "57014")
        #expect(error?.isTransient == true)
        try blocker.exec("ROLLBACK")
        #expect(try reader.look(up: key) != .absent(.unknown))
    }

    @Test func nothingIsEverWritten() throws {
        let reader = try Harness().reader()
        let error = #expect(throws: PostgresError.self) { try reader.connection.exec("DELETE FROM v_domains") }
        #expect(error?.state == "25006")
    }
}

import PostgresSupport
import Testing

@testable import Settings

/// Which configured provider a row of `v_voice_ai_providers` means: `gpt` and `openai-backup` speak OpenAI's protocol, `eleven` ElevenLabs'.
@Suite struct ProviderChoiceTests {
    private typealias Harness = FusionPBXHarness

    @Test(arguments: [
        ("gpt", "gpt"), ("GPT", "gpt"), ("openai-backup", "openai-backup"), ("OpenAI_Backup", "openai-backup"), ("openai backup", "openai-backup"),
        ("openai", "gpt"), ("openai_realtime", "gpt"), ("elevenlabs", "eleven"), ("elevenlabs_conversational", "eleven"),
    ]) func namesMeanConfiguredProviders(_ name: String, _ expected: String) throws {
        let harness = try Harness()
        try harness.database.addProvider(Harness.provider, name: name)
        try harness.database.addSecretary(Harness.uuid, ["realtime_provider_uuid": "'\(Harness.provider)'"])
        let found = try harness.secretary(extra: "secretaries: {model: {provider: openai-backup}}\ndefault_secretary: model")
        #expect(found.settings.provider == expected)
        #expect(found.notes == [])
    }

    @Test(arguments: [
        ("gemini_live", "realtime", true, "the configuration has no provider for FusionPBX's \"gemini_live\""),
        ("xai", "realtime", true, "the configuration has no provider for FusionPBX's \"xai\""),
        ("gpt", "tts", true, "the provider \"gpt\" is of the type \"tts\", not realtime"),
        ("gpt", "realtime", false, "the provider \"gpt\" is switched off in FusionPBX"),
    ]) func othersMeanTheDefaultProviderAndANote(_ name: String, _ type: String, _ isEnabled: Bool, _ note: String) throws {
        let harness = try Harness()
        try harness.database.addProvider(Harness.provider, name: name, type: type, enabled: isEnabled)
        try harness.database.addSecretary(Harness.uuid, ["realtime_provider_uuid": "'\(Harness.provider)'"])
        let found = try harness.secretary(extra: "secretaries: {model: {provider: openai-backup}}\ndefault_secretary: model")
        #expect(found.settings.provider == "openai-backup")
        #expect(found.notes == ["\(note); openai-backup speaks for it"])
    }
}

extension GatewaySettings {
    /// Every key with type, default, environment variable and meaning, as a Markdown table.
    public static let reference = Listing.reference(SettingsSchema.entries)

    /// A configuration to start from: works as it is with the emulated provider, and names every setting but those of experiments, which
    /// nobody starts with.
    public static let example = Listing.example(
        SettingsSchema.entries.filter { $0.path.first != "experiments" },
        names: ["listeners": "main", "freeswitch": "pbx", "providers": "local", "secretaries": "reception", "tools": "end_call"],
        chosen: [
            "listeners.main.host": "127.0.0.1", "listeners.main.port": "8085", "listeners.main.stream.profile": "fork",
            "providers.local.kind": "openai", "providers.local.url": emulatedProvider,
            "secretaries.reception.name": "Recepção", "secretaries.reception.provider": "local",
            "secretaries.reception.personality_prompt": "Você é a recepcionista da Clínica Boa Vista. Fale português do Brasil, com frases curtas.",
            "secretaries.reception.greeting_message": "Olá! Aqui é a Clínica Boa Vista. Como posso ajudar?", "default_secretary": "reception",
            "tools.end_call.description": "Ends the call. Say goodbye to the caller in the same answer, before calling it.",
        ])

    /// Where calls go when no provider is configured: the emulated one of this machine.
    static let emulatedProvider = "ws://127.0.0.1:8090/v1/realtime"
}

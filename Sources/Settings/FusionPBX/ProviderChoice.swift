import CallControl

/// Finds the configured provider that a row of `v_voice_ai_providers` means, by its `provider_name`.
///
/// Names are compared in lower case and with `-` for blanks, underscores and dots. In this order: the configured provider of that name;
/// else, for a name that says whose protocol it is (`openai_realtime`, `elevenlabs_conversational`, `xai`…), the first one, by name, of
/// that kind.
struct ProviderChoice {
    let providers: [String: ProviderSettings]

    /// What vendors' products are called in FusionPBX, folded.
    private static let kinds: [(name: String, kind: ProviderKind)] = [
        ("openai", .openAI), ("openai-realtime", .openAI), ("gpt-realtime", .openAI), ("elevenlabs", .elevenLabs), ("elevenlabs-conversational", .elevenLabs),
        ("elevenlabs-conversational-ai", .elevenLabs), ("elevenlabs-agents", .elevenLabs), ("elevenlabs-realtime", .elevenLabsRealtime), ("xai", .xai),
        ("xai-realtime", .xai), ("grok", .xai), ("grok-realtime", .xai),
    ]

    func provider(named name: String) -> String? {
        let folded = Self.folded(name)
        let names = providers.keys.sorted()
        if let exact = names.first(where: { $0 == name }) ?? names.first(where: { Self.folded($0) == folded }) { return exact }
        guard let kind = Self.kinds.first(where: { $0.name == folded })?.kind else { return nil }
        return names.first { providers[$0]?.kind == kind }
    }

    private static func folded(_ name: String) -> String {
        String(name.trimmedWhole.lowercased().map { $0 == "_" || $0 == "." || $0.isWhitespace ? "-" : $0 })
    }
}

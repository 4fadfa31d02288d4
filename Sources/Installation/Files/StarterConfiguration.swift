/// A configuration to begin with: one listener, one FreeSWITCH, one provider, one secretary that hands over.
enum StarterConfiguration {
    /// - Parameter data: the folder of what the gateway keeps; `nil`: the environment says where.
    static func text(data: String? = nil) -> String {
        let places = data.map { "store_path: \($0)/store.sqlite\nrecords_directory: \($0)/records\n" } ?? ""
        return text.replacing("PLACES\n", with: places)
    }

    private static let text = """
        # voice-gateway config reference describes each key; voice-gateway doctor tries all of this.
        listeners:
          default:
            port: 8085
            # Which build of mod_audio_stream FreeSWITCH has; voice-gateway doctor tells.
            stream: {profile: fork, rate: 8000, format: l16, playback_warmup_ms: 40}
        freeswitch:
          main: {domain: pbx.example.org}    # the domain of your extensions
        providers:
          openai: {kind: openai, model: gpt-realtime-2.1, voice: marin}
        secretaries:
          default:
            name: Secretária
            provider: openai
            handoff:
              omniplay_company_id: 1
              transfer_extension: '200'
              keywords: [atendente, humano, pessoa, operador]
              business_hours: {timezone: America/Sao_Paulo, weekly: ['mon-fri 08:00-18:00']}
        default_secretary: default
        PLACES

        """
}

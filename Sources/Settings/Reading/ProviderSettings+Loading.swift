import Audio
import CallControl
import WireProtocols

extension ProviderSettings {
    /// - Parameter defaultURL: where it goes if nothing is configured at all.
    init(name: String, _ section: Section, defaultURL: String? = nil) {
        self.name = name
        let kind = section.choice("kind", default: ProviderKind.openAI, "Whose protocol it speaks.")
        self.kind = kind
        url = section.text("url", default: defaultURL, "Address in place of the vendor's: wss://… (ws://… on this machine).")
        model = section.text("model", "Model, as the vendor names it.")
        voice = section.text("voice", "Voice, as the vendor names it.")
        agentID = section.text("agent_id", "ElevenLabs: the agent.")
        region = section.choice("region", of: ["us", "eu", "in", "sg"], default: nil, "ElevenLabs: region of the service.")
        language = section.language("language", default: nil, "Language of its secretaries that name none.")
        // A vendor's key never goes to anybody else's server.
        let isVendor = url.map { WebAddress($0)?.isIn(domain: kind.vendorDomain) ?? false } ?? true
        apiKey = section.secret(
            "api_key", alsoIn: isVendor ? kind.keyVariable : nil,
            "File of the key; without one, OPENAI_API_KEY, ELEVENLABS_API_KEY or XAI_API_KEY counts at the vendor's own host."
        ).map(Secret.init)
        let audioSection = section.section("audio")
        audio = ProviderAudioSettings(audioSection)
        let opusSection = section.section("opus")
        opus = OpusSettings(opusSection)
        transcriptionModel = section.text("transcription_model", "Recogniser of the caller's words; by default the vendor's current one.")
        noiseReduction = section.choice("noise_reduction", of: ["near_field", "far_field"], default: nil, "OpenAI: noise reduction before the model.")
        let turnSection = section.section("turn_detection")
        turnDetection = AgentSetup.TurnDetection(turnSection)
        speed = section.number("speed", in: 0.25...1.5, "Pace of the voice.")
        maxOutputTokens = section.integer("max_output_tokens", default: nil, in: 1...4_096, "Longest answer, in tokens.")
        connectTimeout = section.milliseconds("connect_timeout_ms", default: 5_000, in: 100...60_000, "From the name's resolution to the open WebSocket.")
        connectRetries = section.integer("connect_retries", default: 1, in: 0...5, "Further attempts when connecting fails.")
        readyTimeout = section.milliseconds("ready_timeout_ms", default: 10_000, in: 500...120_000, "From the call's start until the provider must be ready.")
        answerTimeout = section.milliseconds(
            "answer_timeout_ms", default: 20_000, in: 1_000...300_000, "From the caller's last word until an answer must have begun.")
        pingInterval = section.seconds(
            "ping_interval_seconds", default: 15, in: 1...3_600, "How often the provider is asked for a sign of life; none until the next ends the call.")
        let minutes = section.integer(
            "max_session_minutes", default: nil, in: 1...1_440,
            "After how long the provider ends a session (OpenAI: 60); secretaries' longest calls are checked against it.")
        maxSession = minutes.map { .seconds($0 * 60) } ?? (kind == .openAI && isVendor ? .seconds(3_600) : nil)
        extraCAFile = section.pem("extra_ca_file", "PEM file of CAs trusted beside the system's.")
        overridesAgent = section.flag(
            "override_agent", default: true, "ElevenLabs: send prompt, greeting, voice and language as overrides (the agent must allow them).")
        prices = PriceList.read(section.section("price"))
        let isInsecureAllowed = section.flag("allow_insecure", default: false, "Allow ws:// to another machine.")
        section.finish()
        checkAddress(section, isInsecureAllowed)
        checkAudio(audioSection, opusSection)
        checkSession(section, turnSection)
    }
}

extension AgentSetup.TurnDetection {
    init(_ section: Section) {
        let type = section.choice("type", of: ["server_vad", "semantic_vad"], default: "server_vad", "How the end of the caller's turn is found.")
        let threshold = section.number("threshold", in: 0...1, "server_vad: loudness that counts as speech, 0 to 1.")
        let prefix = section.milliseconds("prefix_padding_ms", default: nil, in: 0...5_000, "server_vad: audio kept from before the speech was noticed.")
        let silence = section.milliseconds("silence_duration_ms", default: nil, in: 0...10_000, "server_vad: silence that ends the caller's turn.")
        let idle = section.milliseconds("idle_timeout_ms", default: nil, in: 1_000...600_000, "server_vad: silence after which the agent speaks up.")
        let eagerness = section.choice("eagerness", of: ["low", "medium", "high", "auto"], default: nil, "semantic_vad: how soon the agent answers.")
        section.finish()
        if type == "semantic_vad" {
            for key in ["threshold", "prefix_padding_ms", "silence_duration_ms", "idle_timeout_ms"] { section.warnIfSet(key, "semantic_vad doesn't know it") }
            self = .semantic(eagerness: eagerness)
        } else {
            section.warnIfSet("eagerness", "server_vad doesn't know it")
            self = .server(threshold: threshold, prefixPadding: prefix, silence: silence, idleTimeout: idle)
        }
    }
}

extension ProviderAudioSettings {
    init(_ section: Section) {
        format = section.choice("format", default: .auto, "What crosses the provider's socket; auto: the cheapest both ends take.")
        rate = section.integer("rate", default: nil, in: 8_000...48_000, "Rate of l16 and opus; by default what suits the provider.").flatMap {
            SampleRate(hertz: $0)
        }
        carriage =
            section.choice("carriage", of: ["json", "binary"], default: "json", "Base64 in JSON, or binary frames.").flatMap {
                AgentSetup.Carriage(rawValue: $0)
            } ?? .json
        section.finish()
    }
}

extension OpusSettings {
    init(_ section: Section) {
        self.init()
        bitrate = section.integer("bitrate", default: 24_000, in: 6_000...510_000, "Bits per second.")
        complexity = section.integer("complexity", default: 5, in: 0...10, "0 is cheapest.")
        forwardErrorCorrection = section.flag("fec", default: false, "Send a low-rate copy of each frame with the next.")
        expectedLossPercent = section.integer("expected_loss_percent", default: 0, in: 0...100, "Loss the encoder prepares for.")
        discontinuous = section.flag("dtx", default: false, "Send next to nothing in silence.")
        section.finish()
    }
}

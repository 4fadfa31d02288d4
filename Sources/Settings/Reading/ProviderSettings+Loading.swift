import Audio
import CallControl
import WireProtocols

extension ProviderSettings {
    init(name: String, _ section: Section) {
        self.name = name
        kind = section.choice("kind", default: .openAI, "Whose protocol it speaks.")
        url = section.text("url", "Address in place of the vendor's: wss://… (ws://… on this machine).")
        model = section.text("model", "Model, as the vendor names it.")
        voice = section.text("voice", "Voice, as the vendor names it.")
        agentID = section.text("agent_id", "ElevenLabs: the agent.")
        region = section.choice("region", of: ["us", "eu", "in", "sg"], default: nil, "ElevenLabs: region of the service.")
        let vendorVariable =
            switch kind {
            case .openAI: url == nil ? "OPENAI_API_KEY" : nil as String?
            case .elevenLabs, .elevenLabsRealtime: url == nil ? "ELEVENLABS_API_KEY" : nil
            case .xai: url == nil ? "XAI_API_KEY" : nil
            }
        apiKey = section.secret("api_key", alsoIn: vendorVariable, "The vendor's key.").map(Secret.init)
        audio = ProviderAudioSettings(section.section("audio"))
        opus = OpusSettings(section.section("opus"))
        transcriptionModel = section.text("transcription_model", "Recogniser of the caller's words; by default the vendor's current one.")
        noiseReduction = section.choice("noise_reduction", of: ["near_field", "far_field"], default: nil, "OpenAI: noise reduction before the model.")
        turnDetection = Self.turnDetection(section.section("turn_detection"))
        speed = section.number("speed", in: 0.25...1.5, "Pace of the voice.")
        maxOutputTokens = section.integer("max_output_tokens", default: nil, in: 1...4_096, "Longest answer, in tokens.")
        connectTimeout = section.milliseconds("connect_timeout_ms", default: 5_000, in: 100...60_000, "From the name's resolution to the open WebSocket.") ?? .seconds(5)
        connectRetries = section.integer("connect_retries", default: 1, in: 0...5, "Further attempts when connecting fails.") ?? 1
        readyTimeout = section.milliseconds("ready_timeout_ms", default: 10_000, in: 500...120_000, "From the call's start until the provider must be ready.") ?? .seconds(10)
        answerTimeout = section.milliseconds("answer_timeout_ms", default: 20_000, in: 1_000...300_000, "From the caller's last word until an answer must have begun.") ?? .seconds(20)
        pingInterval = section.seconds("ping_interval_seconds", default: 15, in: 1...3_600, "How often the provider is asked for a sign of life; none until the next ends the call.")
        extraCAFile = section.text("extra_ca_file", "PEM file of CAs trusted beside the system's.")
        overridesAgent = section.flag("override_agent", default: true, "ElevenLabs: send prompt, greeting, voice and language as overrides (the agent must allow them).")
        let isInsecureAllowed = section.flag("allow_insecure", default: false, "Allow ws:// to another machine.")
        section.finish()
        check(section, isInsecureAllowed)
    }

    private static func turnDetection(_ section: Section) -> AgentSetup.TurnDetection {
        let type = section.choice("type", of: ["server_vad", "semantic_vad"], default: "server_vad", "How the end of the caller's turn is found.")
        let threshold = section.number("threshold", in: 0...1, "Loudness that counts as speech, 0 to 1.")
        let prefix = section.milliseconds("prefix_padding_ms", default: nil, in: 0...5_000, "Audio kept from before the speech was noticed.")
        let silence = section.milliseconds("silence_duration_ms", default: nil, in: 0...10_000, "Silence that ends the caller's turn.")
        let idle = section.milliseconds("idle_timeout_ms", default: nil, in: 1_000...600_000, "Silence after which the agent speaks up.")
        let eagerness = section.choice("eagerness", of: ["low", "medium", "high", "auto"], default: nil, "semantic_vad: how soon the agent answers.")
        section.finish()
        return type == "semantic_vad"
            ? .semantic(eagerness: eagerness) : .server(threshold: threshold, prefixPadding: prefix, silence: silence, idleTimeout: idle)
    }

    private func check(_ section: Section, _ isInsecureAllowed: Bool) {
        if let url {
            let isSecure = url.hasPrefix("wss://")
            let isLocal = ["ws://127.", "ws://localhost", "ws://[::1]"].contains { url.hasPrefix($0) }
            if !isSecure, !url.hasPrefix("ws://") {
                section.problem("url", value: url, expected: "an address that begins with wss:// or ws://")
            } else if !isSecure, !isLocal, !isInsecureAllowed {
                section.problem("url", value: url, expected: "wss:// beyond this machine, or allow_insecure: true")
            }
        }
        if kind == .elevenLabs, agentID == nil, url == nil { section.problem("agent_id", value: nil, expected: "the agent's id, which ElevenLabs' address needs") }
        if audio.format == .opus, kind != .xai, isVendorHost || kind == .elevenLabs || kind == .elevenLabsRealtime {
            section.problem(
                "audio", value: "opus", expected: "auto, pcmu, pcma or l16: the WebSockets of OpenAI and ElevenLabs take no Opus today (the format unions of their SDKs, "
                    + "openai 3.54.0 realtime_audio_formats.py and elevenlabs 2.78.0 asr_input_format.py, have no member for it); xAI does, and kind openai with a url of your own may")
        }
        if audio.format == .pcma, kind == .elevenLabs || kind == .elevenLabsRealtime {
            section.problem("audio", value: "pcma", expected: "pcmu, l16 or auto: ElevenLabs takes no A-law")
        }
        if audio.carriage == .binary, kind != .xai, isVendorHost { section.problem("audio", value: "binary", expected: "carriage json: only xAI takes binary frames") }
        if apiKey == nil, isVendorHost, kind != .elevenLabs {
            section.problem("api_key_file", value: nil, expected: "a key, in this file or in the environment; calls will be refused by the vendor", severity: .warning)
        }
    }
}

extension ProviderAudioSettings {
    init(_ section: Section) {
        format = section.choice("format", default: .auto, "What crosses the provider's socket; auto: the cheapest both ends take.")
        rate = section.integer("rate", default: nil, in: 8_000...48_000, "Rate of l16 and opus; by default what suits the provider.").flatMap { SampleRate(hertz: $0) }
        carriage = section.choice("carriage", of: ["json", "binary"], default: "json", "Base64 in JSON, or binary frames.").flatMap { AgentSetup.Carriage(rawValue: $0) } ?? .json
        section.finish()
    }
}

extension OpusSettings {
    init(_ section: Section) {
        self.init()
        bitrate = section.integer("bitrate", default: 24_000, in: 6_000...510_000, "Bits per second.") ?? bitrate
        complexity = section.integer("complexity", default: 5, in: 0...10, "0 is cheapest.") ?? complexity
        forwardErrorCorrection = section.flag("fec", default: false, "Send a low-rate copy of each frame with the next.")
        expectedLossPercent = section.integer("expected_loss_percent", default: 0, in: 0...100, "Loss the encoder prepares for.") ?? 0
        discontinuous = section.flag("dtx", default: false, "Send next to nothing in silence.")
        section.finish()
    }
}

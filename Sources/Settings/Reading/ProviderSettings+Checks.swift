import Audio
import CallControl

/// Combinations that can't work, or in which something has no effect.
extension ProviderSettings {
    func checkAddress(_ section: Section, _ isInsecureAllowed: Bool) {
        if kind == .elevenLabs, agentID == nil, isVendorHost {
            section.problem("agent_id", value: nil, expected: "the agent's id, which ElevenLabs' address needs")
        }
        if apiKey == nil, isVendorHost, kind != .elevenLabs {
            section.problem(
                "api_key_file", value: nil, expected: "a key, which the vendor demands of every call", advice: "name its file here, or set \(kind.keyVariable)",
                severity: .warning)
        }
        guard let url else { return }
        guard let address = WebAddress(url), ["ws", "wss"].contains(address.scheme) else {
            section.problem("url", value: url, expected: "an address like wss://host/path")
            return
        }
        if address.credentials != nil || address.hasSecretQuery {
            section.problem(
                "url", value: "\(address.scheme)://***@\(address.host)", expected: "an address without a secret in it",
                advice: "the key goes into api_key_file or the environment")
        }
        if address.scheme == "ws", !address.isLoopback, !isInsecureAllowed {
            section.problem(
                "url", value: "ws://\(address.host)", expected: "wss:// beyond this machine",
                advice: "what callers say would cross the network in clear; allow_insecure: true permits that")
        }
        section.warnIfSet("region", "url names the server")
    }

    func checkAudio(_ section: Section, _ opus: Section) {
        checkAudioFormat(section, key: "format")
        if audio.format == .opus { checkOpusRate(section) } else { warnAboutOpus(opus) }
        if audio.carriage == .binary, kind != .xai, isVendorHost {
            section.problem("carriage", value: "binary", expected: "json", advice: "only xAI takes binary frames")
        }
        guard let rate = audio.rate?.hertz else { return }
        if let known = linearRates, !known.contains(rate), audio.format == .linear16 || audio.format == .auto {
            section.problem("rate", value: "\(rate)", expected: "one of \(known.map(String.init).joined(separator: ", ")), all that \(kind.rawValue) takes")
        }
        if audio.format == .pcmu || audio.format == .pcma, rate != 8_000 {
            section.problem("rate", value: "\(rate)", expected: "8000 with format \(audio.format.rawValue)", advice: "leave it out")
        }
    }

    private func warnAboutOpus(_ section: Section) {
        for key in ["bitrate", "complexity", "fec", "expected_loss_percent", "dtx"] { section.warnIfSet(key, "audio.format is not opus") }
    }

    /// - Parameter key: of the format.
    func checkAudioFormat(_ section: Section, key: String) {
        if audio.format == .pcma, kind == .elevenLabs || kind == .elevenLabsRealtime {
            section.problem(key, value: "pcma", expected: "pcmu, l16 or auto", advice: "ElevenLabs takes no A-law")
        }
        guard audio.format == .opus else { return }
        // A server of one's own that speaks OpenAI's protocol may take it.
        let isTaken = kind == .xai || (kind == .openAI && !isVendorHost)
        if !isTaken {
            let source =
                switch kind {
                case .openAI, .xai: "OpenAI's own SDK for Python, 3.54.0, realtime_audio_formats.py, lists pcm, pcmu and pcma"
                case .elevenLabs: "ElevenLabs' own SDK for Python, 2.78.0, asr_input_format.py and tts_output_format.py, has no member for it on this socket"
                case .elevenLabsRealtime: "ElevenLabs' own SDK for Python, 2.78.0, open_ai_audio_*_format.py, lists pcm and pcmu"
                }
            section.problem(
                key, value: "opus", expected: "auto, pcmu\(kind == .openAI ? ", pcma" : "") or l16: \(kind.rawValue)'s WebSocket takes no Opus today",
                advice: "\(source); xai takes Opus, and kind openai with a url of your own may")
        }
    }

    private func checkOpusRate(_ section: Section) {
        if let rate = audio.rate?.hertz, ![8_000, 12_000, 16_000, 24_000, 48_000].contains(rate) {
            section.problem("rate", value: "\(rate)", expected: "one of 8000, 12000, 16000, 24000, 48000, all that Opus has")
        } else if let rate = audio.rate?.hertz, kind == .xai, isVendorHost, rate != 24_000 {
            section.problem("rate", value: "\(rate)", expected: "24000, xAI's only rate of Opus", advice: "leave it out")
        }
    }

    /// Of l16 at the vendor's own host.
    private var linearRates: [Int]? {
        guard isVendorHost else { return nil }
        return switch kind {
        case .openAI, .elevenLabsRealtime: [24_000]
        case .elevenLabs: [8_000, 16_000, 22_050, 24_000, 44_100, 48_000]
        case .xai: [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]
        }
    }

    func checkSession(_ section: Section, _ turns: Section) {
        switch kind {
        case .openAI:
            for key in ["agent_id", "region", "override_agent"] where url == nil || key != "region" {
                section.warnIfSet(key, "kind openai doesn't know it")
            }
        case .xai:
            for key in ["agent_id", "region", "override_agent", "noise_reduction"] where url == nil || key != "region" {
                section.warnIfSet(key, "kind xai doesn't know it")
            }
            if case .semantic = turnDetection { turns.problem("type", value: "semantic_vad", expected: "server_vad, all that xAI has") }
            if case .server(let threshold?, _, _, _) = turnDetection, !(0.1...0.9).contains(threshold) {
                turns.problem("threshold", value: "\(threshold)", expected: "a number from 0.1 to 0.9 with kind xai")
            }
        case .elevenLabs:
            let keys = ["model", "transcription_model", "noise_reduction", "max_output_tokens"]
            for key in keys { section.warnIfSet(key, "it is part of the agent that ElevenLabs keeps") }
            section.warnIfSet("turn_detection", "it is part of the agent that ElevenLabs keeps")
        case .elevenLabsRealtime:
            for key in ["agent_id", "override_agent"] { section.warnIfSet(key, "kind elevenlabs-realtime doesn't know it") }
        }
    }
}

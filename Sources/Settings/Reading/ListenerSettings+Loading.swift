import Audio
import WireProtocols

extension ListenerSettings {
    init(name: String, _ section: Section) {
        self.name = name
        host = section.text("host", default: "127.0.0.1", "Address to listen on.") ?? "127.0.0.1"
        port = section.integer("port", default: 8_085, in: 0...65_535, "Port to listen on; 0: any free one.") ?? 8_085
        let tls = section.section("tls")
        certificateFile = tls.text("certificate_file", "PEM certificate chain: the listener then speaks wss and https only.")
        keyFile = tls.text("key_file", "PEM key of the certificate.")
        if (certificateFile == nil) != (keyFile == nil) { section.problem("tls", value: nil, expected: "both certificate_file and key_file, or neither") }
        tls.finish()
        token = section.secret("token", "Token that streams must bring as `Authorization: Bearer`.").map(Secret.init)
        allowUnauthenticated = section.flag("allow_unauthenticated", default: false, "Listen beyond this machine without a token.")
        stream = StreamSettings(section.section("stream"))
        section.finish()
        if !isLoopback, token == nil, !allowUnauthenticated {
            section.problem("host", value: host, expected: "a token for streams from beyond this machine (token_file), or allow_unauthenticated: true")
        }
    }
}

extension StreamSettings {
    init(_ section: Section) {
        profile = section.choice("profile", default: .fork, "The build of mod_audio_stream at the other end.")
        rate = SampleRate(hertz: section.choice("rate", of: ["8000", "16000", "24000", "48000"], default: "8000", "Rate the stream is started with.").flatMap { Int($0) } ?? 8_000) ?? .hz8000
        let format = section.choice("format", of: ["l16", "pcmu", "pcma"], default: "l16", "Encoding of the caller's audio.") ?? "l16"
        encoding = AudioEncoding(rawValue: format) ?? .linear16
        channels = section.choice("channels", default: .mono, "What the stream carries.")
        let milliseconds = section.integer("buffer_ms", default: 20, in: 20...1_000, "`STREAM_BUFFER_SIZE`, a multiple of 20.") ?? 20
        if milliseconds % 20 != 0 { section.problem("buffer_ms", value: "\(milliseconds)", expected: "a multiple of 20") }
        buffer = .milliseconds(milliseconds / 20 * 20)
        warmUp = section.milliseconds("playback_warmup_ms", default: nil, in: 0...5_000, "`STREAM_PLAYBACK_WARMUP_MS`; by default what the profile has.")
        lead = section.milliseconds("lead_ms", default: nil, in: 0...1_800, "How far ahead of the caller's ear audio is sent; by default what suits the profile.")
        trimLeadingSilence = section.flag("trim_leading_silence", default: false, "Leave out the silence before the agent's first word.")
        if encoding != .linear16, rate != .hz8000 { section.problem("rate", value: "\(rate.hertz)", expected: "8000 with format \(format)") }
        if !profile.uplinkEncodings.contains(encoding) { section.problem("format", value: format, expected: "l16, all that the profile \(profile.rawValue) sends") }
        if encoding != .linear16, channels == .stereo { section.problem("channels", value: "stereo", expected: "mono or mixed with format \(format)") }
        if profile.playsThroughEventSocket {
            section.problem(
                "profile", value: profile.rawValue, expected: "a build that plays what it is sent: upstream only saves it to a file, and playing that needs "
                    + "FreeSWITCH's event socket, which this version does not use yet; callers will hear nothing", severity: .warning)
        }
        section.finish()
    }
}

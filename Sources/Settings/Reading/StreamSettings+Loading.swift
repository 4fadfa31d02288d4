import Audio
import WireProtocols

extension StreamSettings {
    init(_ section: Section) {
        profile = section.choice("profile", default: .fork, "The build of mod_audio_stream at the other end.")
        let rates = ["8000", "16000", "24000", "48000"]
        rate =
            section.choice("rate", of: rates, default: "8000", "Rate the stream is started with.").flatMap { Int($0) }.flatMap(SampleRate.init(hertz:))
            ?? .hz8000
        let format = section.choice("format", of: ["l16", "pcmu", "pcma"], default: "l16", "Encoding of the caller's audio.") ?? "l16"
        encoding = AudioEncoding(rawValue: format) ?? .linear16
        channels = section.choice("channels", default: .mono, "What the stream carries.")
        let milliseconds = section.integer("buffer_ms", default: 20, in: 20...1_000, "`STREAM_BUFFER_SIZE`, a multiple of 20.")
        if milliseconds % 20 != 0 { section.problem("buffer_ms", value: "\(milliseconds)", expected: "a multiple of 20") }
        buffer = .milliseconds(milliseconds / 20 * 20)
        warmUp = section.milliseconds(
            "playback_warmup_ms", default: nil, in: 0...5_000, "`STREAM_PLAYBACK_WARMUP_MS`; by default what the profile has (fork: 400).")
        lead = section.milliseconds(
            "lead_ms", default: nil, in: 0...1_800, "How far ahead of the caller's ear audio is sent; by default what suits the profile.")
        trimLeadingSilence = section.flag("trim_leading_silence", default: false, "Leave out the silence before the agent's first word.")
        checkUplink(section)
        checkPlayback(section)
        section.finish()
    }

    private func checkUplink(_ section: Section) {
        if encoding != .linear16, rate != .hz8000 { section.problem("rate", value: "\(rate.hertz)", expected: "8000 with format \(encoding.rawValue)") }
        if !profile.uplinkEncodings.contains(encoding) {
            section.problem("format", value: encoding.rawValue, expected: "l16, all that the profile \(profile.rawValue) sends")
        }
        if encoding != .linear16, channels == .stereo {
            section.problem("channels", value: "stereo", expected: "mono or mixed with format \(encoding.rawValue)")
        }
    }

    private func checkPlayback(_ section: Section) {
        if profile != .fork { section.warnIfSet("playback_warmup_ms", "only the profile fork has a warm-up") }
        let warmUp = warmUp ?? profile.defaultWarmUp
        guard let lead else { return }
        if profile == .fork, lead < warmUp {
            section.problem(
                "lead_ms", value: "\(lead)", expected: "at least the playback warm-up, \(warmUp)",
                advice: "with less in hand the module never begins to play; lower playback_warmup_ms here and in FreeSWITCH")
        }
        if let limit = profile.bufferLimit(frame: buffer), lead > limit {
            section.problem("lead_ms", value: "\(lead)", expected: "at most what the profile \(profile.rawValue) holds, \(limit)")
        }
    }
}

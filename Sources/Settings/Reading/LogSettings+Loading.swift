extension LogSettings {
    init(_ section: Section) {
        level =
            section.choice("level", of: ["trace", "debug", "info", "notice", "warning", "error"], default: "info", "Least severe messages logged.") ?? "info"
        format = section.choice("format", default: .auto, "JSON lines or text; auto: text on a terminal.")
        maskTranscripts = section.flag("mask_transcripts", default: true, "Keep what was said out of the log.")
        maskNumbers = section.flag("mask_numbers", default: true, "Mask the middle of phone numbers in the log.")
        section.finish()
    }
}

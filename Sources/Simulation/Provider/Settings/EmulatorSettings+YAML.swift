extension EmulatorSettings {
    /// Takes over a dialogue file: its dialogue, and the settings it brings along.
    public mutating func take(dialogueFile yaml: String) throws(DialogueError) {
        let document = try YAMLFields.document(yaml)
        dialogue = try Dialogue(document)
        guard let fields = try document.fields("settings") else { return }
        try fields.allow([
            "endpointing_ms", "thinking", "leading_silence_ms", "chunk_ms", "burst_factor", "transcript_delay_ms", "ping_ms", "seed", "faults", "require_key",
        ])
        if let value = try fields.number("endpointing_ms") { endpointing = .milliseconds(value) }
        if let text = try fields.text("thinking") {
            guard let value = ThinkingTime(text) else { throw fields.problem("thinking", "expected 300, normal:300,50, lognormal:300,700 or uniform:200,400") }
            thinking = value
        }
        if let value = try fields.number("leading_silence_ms") { leadingSilence = .milliseconds(value) }
        if let value = try fields.number("chunk_ms") { chunk = .milliseconds(max(10, value)) }
        if let text = try fields.text("burst_factor") {
            guard let value = Double(text), value >= 0 else { throw fields.problem("burst_factor", "expected a number from 0") }
            burst = value
        }
        if let value = try fields.number("transcript_delay_ms") { transcriptDelay = .milliseconds(value) }
        if let value = try fields.number("ping_ms") { pingInterval = value == 0 ? nil : .milliseconds(value) }
        if let value = try fields.number("seed") { seed = UInt64(value) }
        if let value = try fields.text("require_key") { requiredKey = value }
        for text in try fields.texts("faults") {
            guard let rule = FaultRule(text) else { throw fields.problem("faults", "\(text) is no fault") }
            faults.append(rule)
        }
    }
}

import CallControl

/// What an event means to a channel.
extension SwitchEvent {
    /// The events that `channelEvent` understands.
    static let names = ["CHANNEL_ANSWER", "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE", "CHANNEL_HANGUP_COMPLETE", "DTMF", "PLAYBACK_STOP"]
    static let subclasses = ["connect", "disconnect", "error", "json", "play"].map { streamPrefix + $0 }
    private static let streamPrefix = "mod_audio_stream::"

    /// `nil` for events that say nothing of a channel, or nothing known.
    public var channelEvent: ChannelEvent? {
        guard let channel, let kind = channelKind(of: channel) else { return nil }
        return ChannelEvent(channel, kind)
    }

    private func channelKind(of channel: ChannelID) -> ChannelEvent.Kind? {
        switch name {
        case "CHANNEL_ANSWER": .answered
        case "CHANNEL_BRIDGE": .bridged(with: partner(of: channel))
        case "CHANNEL_UNBRIDGE": .unbridged
        case "CHANNEL_HANGUP_COMPLETE": .hungUp(HangupCause(UTF8Text.printable(self["Hangup-Cause"] ?? "NONE", bytes: 64)))
        case "DTMF": digit.map { .digit($0) }
        case "PLAYBACK_STOP": .playbackEnded
        case "CUSTOM": streamEvent.map { .stream($0) }
        default: nil
        }
    }

    private func partner(of channel: ChannelID) -> ChannelID? {
        let named = [self["Other-Leg-Unique-ID"], self["Bridge-B-Unique-ID"], self["Bridge-A-Unique-ID"]]
        return named.compactMap { $0.map { ChannelID($0) } }.first { $0 != channel }
    }

    private var digit: String? {
        guard let text = self["DTMF-Digit"]?.uppercased(), text.utf8.count == 1, "0123456789*#ABCD".contains(text) else { return nil }
        return text
    }

    private var streamEvent: StreamEvent? {
        guard let subclass, subclass.hasPrefix(Self.streamPrefix) else { return nil }
        switch subclass.dropFirst(Self.streamPrefix.count) {
        case "connect": return .connected
        case "disconnect": return .disconnected
        case "error": return failure
        case "json": return .json(body)
        case "play": return saved
        default: return nil
        }
    }

    /// `{"status":"error","message":{"code":10,"error":"…"}}`
    private var failure: StreamEvent {
        let message = (try? JSONValue(text: body))?["message"]
        return .failed(code: message?["code"]?.intValue, UTF8Text.printable(message?["error"]?.stringValue ?? body, bytes: 200))
    }

    /// The upstream build names its file in the document it was sent, or in that document's `data`.
    private var saved: StreamEvent? {
        guard let document = try? JSONValue(text: body) else { return nil }
        let data = document["data"] ?? document
        guard let file = data["file"]?.stringValue ?? document["file"]?.stringValue else { return nil }
        return .saved(file: file, rate: data["sampleRate"]?.intValue ?? document["sampleRate"]?.intValue)
    }
}

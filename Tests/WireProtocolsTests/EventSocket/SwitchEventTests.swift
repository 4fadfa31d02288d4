import CallControl
import Testing

@testable import WireProtocols

@Suite struct SwitchEventTests {
    private func event(_ headers: String, body: String? = nil) -> ChannelEvent? {
        guard case .event(let event) = EventSocketText.message(EventSocketText.event(headers, body: body)) else { return nil }
        return event.channelEvent
    }
    private let c = ChannelID("c")

    @Test func tellsWhatHappensToAChannel() {
        #expect(event("Event-Name: CHANNEL_ANSWER\nUnique-ID: c") == ChannelEvent(c, .answered))
        #expect(event("Event-Name: CHANNEL_UNBRIDGE\nUnique-ID: c") == ChannelEvent(c, .unbridged))
        #expect(event("Event-Name: PLAYBACK_STOP\nUnique-ID: c") == ChannelEvent(c, .playbackEnded))
        #expect(
            event("Event-Name: CHANNEL_HANGUP_COMPLETE\nUnique-ID: c\nHangup-Cause: USER_BUSY\nHangup-Cause: USER_BUSY") == ChannelEvent(c, .hungUp(.userBusy)))
        #expect(event("Event-Name: CHANNEL_HANGUP_COMPLETE\nUnique-ID: c") == ChannelEvent(c, .hungUp(HangupCause("NONE"))))
        #expect(event("Event-Name: CHANNEL_ANSWER") == nil)
        #expect(event("Event-Name: HEARTBEAT\nUnique-ID: c") == nil)
    }

    @Test func findsTheOtherChannelOfABridge() {
        let d = ChannelID("d")
        #expect(event("Event-Name: CHANNEL_BRIDGE\nUnique-ID: c\nOther-Leg-Unique-ID: d") == ChannelEvent(c, .bridged(with: d)))
        #expect(event("Event-Name: CHANNEL_BRIDGE\nUnique-ID: c\nBridge-A-Unique-ID: c\nBridge-B-Unique-ID: d") == ChannelEvent(c, .bridged(with: d)))
        #expect(event("Event-Name: CHANNEL_BRIDGE\nUnique-ID: c\nBridge-A-Unique-ID: d\nBridge-B-Unique-ID: c") == ChannelEvent(c, .bridged(with: d)))
        #expect(event("Event-Name: CHANNEL_BRIDGE\nUnique-ID: c") == ChannelEvent(c, .bridged(with: nil)))
    }

    @Test(arguments: [("5", "5"), ("%23", "#"), ("*", "*"), ("a", "A"), ("", nil), ("55", nil), ("E", nil), ("%0A", nil)])
    func readsDigits(_ raw: String, _ digit: String?) {
        #expect(event("Event-Name: DTMF\nUnique-ID: c\nDTMF-Digit: \(raw)") == digit.map { ChannelEvent(c, .digit($0)) })
    }

    @Test(
        arguments: [
            ("connect", nil, .connected), ("disconnect", nil, .disconnected), ("json", #"{"type":"streamAudio"}"#, .json(#"{"type":"streamAudio"}"#)),
            ("error", #"{"status":"error","message":{"code":10,"error":"timeout"}}"#, .failed(code: 10, "timeout")),
            ("error", "what?\n", .failed(code: nil, "what??")),
            ("play", #"{"audioDataType":"raw","sampleRate":8000,"file":"/tmp/a_1.r8"}"#, .saved(file: "/tmp/a_1.r8", rate: 8_000)),
            ("play", #"{"type":"streamAudio","data":{"sampleRate":16000,"file":"/tmp/b.wav"}}"#, .saved(file: "/tmp/b.wav", rate: 16_000)),
            ("play", "{}", nil), ("play", "[", nil), ("unknown", "x", nil),
        ] as [(String, String?, StreamEvent?)]) func tellsOfTheStream(_ name: String, _ body: String?, _ expected: StreamEvent?)
    {
        let found = event("Event-Name: CUSTOM\nEvent-Subclass: mod_audio_stream%3A%3A\(name)\nUnique-ID: c", body: body)
        #expect(found == expected.map { ChannelEvent(c, .stream($0)) })
    }
}

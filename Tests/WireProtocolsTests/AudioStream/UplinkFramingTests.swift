import Audio
import Testing

@testable import WireProtocols

@Suite struct UplinkFramingTests {
    @Test(arguments: [
        (AudioFormat.linear16(.hz8000), StreamChannels.mono, 20, 320), (.linear16(.hz8000), .stereo, 20, 640), (.linear16(.hz16000), .mono, 20, 640),
        (.linear16(.hz24000), .mixed, 20, 960), (.linear16(.hz48000), .mono, 20, 1_920), (.pcmu, .mono, 20, 160), (.pcma, .mono, 200, 1_600),
    ])
    func aFrameHasTheSizeOfItsFormat(_ format: AudioFormat, _ channels: StreamChannels, _ milliseconds: Int, _ size: Int) {
        var framing = UplinkFraming(format: format, channels: channels, duration: .milliseconds(milliseconds))
        #expect(framing.frameSize == size)
        #expect(framing.judge(byteCount: size) == .audio)
    }

    @Test(arguments: [640, 160, 319, 321, 1, 100_000])
    func aFirstFrameThatContradictsTheFormatRefusesTheCall(_ size: Int) {
        var framing = UplinkFraming(format: .linear16(.hz8000), channels: .mono)
        guard case .refused(let refusal) = framing.judge(byteCount: size) else {
            Issue.record("\(size) bytes were not refused")
            return
        }
        #expect(refusal.reason == "Expected 320 bytes (20 ms l16/8000 mono), got \(size): check rate, format, channels, buffer_ms.")
        #expect(refusal.reason.utf8.count <= 123)
    }

    @Test func laterFramesOfOtherSizesAreDroppedAndCounted() {
        var framing = UplinkFraming(format: .linear16(.hz8000), channels: .mono)
        #expect(framing.judge(byteCount: 0) == .dropped(.empty), "an empty first frame says nothing")
        #expect(framing.judge(byteCount: 320) == .audio)
        #expect(framing.judge(byteCount: 321) == .dropped(.odd))
        #expect(framing.judge(byteCount: 640) == .dropped(.otherSize))
        #expect(framing.judge(byteCount: 0) == .dropped(.empty))
        #expect(framing.judge(byteCount: 320) == .audio)
        #expect(framing.dropped == [.empty: 2, .odd: 1, .otherSize: 1])
    }
}

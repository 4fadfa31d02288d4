import Audio
import CallControl
import Testing

@Suite struct HeldAudioTests {
    @Test(arguments: [(AudioFormat.pcmu, 160), (.linear16(.hz8000), 320), (.linear16(.hz24000), 960)])
    func keepsTheNewestWithinItsLimit(_ format: AudioFormat, _ bytes: Int) {
        var held = HeldAudio(format: format, limit: .milliseconds(100))
        for frame in 0..<7 { held.append([UInt8](repeating: UInt8(frame), count: bytes).span) }
        #expect(held.dropped == 2 * bytes)
        var frames: [[UInt8]] = []
        held.drain { span in frames.append(span.indices.map { span[$0] }) }
        #expect(frames == (2..<7).map { [UInt8](repeating: UInt8($0), count: bytes) })
        #expect(held.isEmpty)
    }
}

import Audio
import Testing

@testable import CallControl

@Suite struct HeldAudioTests {
    @Test func theOldestIsDroppedAndCountedBeyondTheLimit() {
        var held = HeldAudio(format: .pcmu, limit: .seconds(2))
        for number in 0..<150 {
            let frame = [UInt8](repeating: UInt8(number), count: 160)
            held.append(frame.span)
        }
        #expect(held.dropped == 50 * 160)
        var first: [UInt8] = []
        held.drain { frame in first.append(frame[0]) }
        #expect(first == (50..<150).map { UInt8($0) })
        #expect(held.isEmpty)
    }
}

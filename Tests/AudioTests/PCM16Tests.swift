import Testing

@testable import Audio

@Suite struct PCM16Tests {
    @Test(arguments: [0, 1, 2, 3, 640, 641]) func bytesAreSamplesLittleEndian(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var samples: [Int16] = [42]
        PCM16.decode(bytes.span, appendingTo: &samples)
        let expected: [Int16] = (0..<count / 2).map { index in
            let (low, high) = (UInt16(bytes[2 * index]), UInt16(bytes[2 * index + 1]))
            return Int16(bitPattern: low | high << 8)
        }
        #expect(samples == [42] + expected)
        var back: [UInt8] = [9]
        PCM16.encode(samples.span.extracting(1..<samples.count), appendingTo: &back)
        #expect(back == [9] + bytes.prefix(count / 2 * 2))
    }

    @Test(arguments: [0, 1, 2, 3, 4, 7, 640]) func theLeftChannelIsEverySecondSample(_ count: Int) {
        let stereo: [Int16] = (0..<count).map { index in index.isMultiple(of: 2) ? Int16(1_000 + index) : Int16(-index) }
        var bytes: [UInt8] = []
        PCM16.encode(stereo.span, appendingTo: &bytes)
        var left: [Int16] = [5]
        PCM16.decodeLeft(bytes.span, appendingTo: &left)
        let expected: [Int16] = (0..<count / 2).map { stereo[2 * $0] }
        #expect(left == [5] + expected)
    }

    @Test func loudnessIsRelativeToFullScale() {
        let square = [Int16](repeating: .min, count: 80)
        #expect(Level.decibels(square.span) == 0)
        #expect(Level.decibels([Int16](repeating: 0, count: 80).span) == -100)
        #expect(Level.decibels([Int16]().span) == -100)
        #expect(abs(Level.decibels([Int16](repeating: 1_024, count: 80).span) + 30.1) < 0.01)
    }
}

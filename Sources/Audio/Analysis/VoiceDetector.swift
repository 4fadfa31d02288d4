import CWebRTCVAD

/// WebRTC's voice-activity detector, in its strictest mode, for blocks of 10 ms at any rate.
final class VoiceDetector {
    private let detector: OpaquePointer
    private let detectorRate: SampleRate
    /// The detector is fastest at 8 and 16 kHz, and 24 kHz is unknown to it: other rates are brought to 8 kHz for its ears only.
    private var resampler: Resampler?
    private var narrow: [Int16] = []
    /// Mode 3: the least likely to take noise for speech.
    private static let strictest: Int32 = 3

    init(rate: SampleRate) {
        guard let detector = WebRtcVad_Create() else { preconditionFailure("There is no memory for a voice-activity detector.") }
        self.detector = detector
        let isDirect = rate == .hz8000 || rate == .hz16000
        detectorRate = isDirect ? rate : .hz8000
        resampler = isDirect ? nil : Resampler(from: rate, to: .hz8000)
        reset()
    }

    deinit { WebRtcVad_Free(detector) }

    func reset() {
        WebRtcVad_Init(detector)
        WebRtcVad_set_mode(detector, Self.strictest)
        resampler?.reset()
    }

    /// - Parameter block: the next 10 ms.
    func hearsSpeech(in block: Span<Int16>) -> Bool {
        guard resampler != nil else { return judge(block) }
        narrow.removeAll(keepingCapacity: true)
        resampler?.process(block, appendingTo: &narrow)
        return narrow.withUnsafeBufferPointer { judge($0.span) }
    }

    private func judge(_ block: Span<Int16>) -> Bool {
        // Rates that aren't a multiple of 100 Hz give a sample more or less now and then; the detector takes exactly 10 ms.
        let size = detectorRate.samples(milliseconds: 10)
        guard block.count >= size else { return false }
        return block.withUnsafeBufferPointer { WebRtcVad_Process(detector, Int32(detectorRate.hertz), $0.baseAddress!, size) == 1 }
    }
}

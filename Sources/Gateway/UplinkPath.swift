import Audio
import CallControl
import Transport
import WireProtocols

/// The caller's audio on its way up: checked, listened to, converted.
struct UplinkPath {
    /// How FreeSWITCH sends it.
    struct Plan: Equatable, Sendable {
        /// One channel's encoding and rate.
        var legFormat: AudioFormat
        var channels: StreamChannels
        var framing: UplinkFraming
        var opus: OpusSettings
    }

    let plan: Plan
    private var framing: UplinkFraming
    private let detector: SpeechActivityDetector
    /// Samples of the leg since the stream began.
    private var samples = 0
    private var lastVoiced = -1

    init(_ plan: Plan) {
        self.plan = plan
        framing = plan.framing
        detector = SpeechActivityDetector(rate: plan.legFormat.rate)
    }

    /// Is this a frame as configured?
    mutating func judge(_ byteCount: Int) -> UplinkFraming.Verdict { framing.judge(byteCount: byteCount) }

    /// Decodes one frame to samples (left in `scratch.caller`) and runs the gateway's own voice-activity detector over it.
    mutating func listen(to payload: Span<UInt8>, using scratch: Scratch) -> CallSession.CallerFrame {
        scratch.caller.removeAll(keepingCapacity: true)
        switch plan.legFormat.encoding {
        case .linear16:
            if plan.channels.count == 2 {
                PCM16.decodeLeft(payload, appendingTo: &scratch.caller)
            } else {
                PCM16.decode(payload, appendingTo: &scratch.caller)
            }
        case .pcmu: G711.decodeMuLaw(payload, appendingTo: &scratch.caller)
        case .pcma: G711.decodeALaw(payload, appendingTo: &scratch.caller)
        case .opus: break
        }
        samples += scratch.caller.count
        scratch.caller.withUnsafeBufferPointer { detector.process($0.span) }
        let rate = plan.legFormat.rate
        var moved: Duration?
        if let voiced = detector.lastVoiced, voiced > lastVoiced {
            lastVoiced = voiced
            moved = rate.duration(samples: voiced)
        }
        return CallSession.CallerFrame(end: rate.duration(samples: samples), lastVoiced: moved)
    }

    /// The frame as one channel in the leg's encoding: the payload itself unless it was stereo.
    func withMono(_ payload: Span<UInt8>, using scratch: Scratch, _ body: (Span<UInt8>) -> Void) {
        guard plan.channels.count == 2 else { return body(payload) }
        scratch.mono.removeAll(keepingCapacity: true)
        scratch.caller.withUnsafeBufferPointer { PCM16.encode($0.span, appendingTo: &scratch.mono) }
        scratch.mono.withUnsafeBufferPointer { body($0.span) }
    }

    /// The stream was restarted: its media timeline begins anew.
    mutating func restart() {
        samples = 0
        lastVoiced = -1
        detector.reset()
        framing = plan.framing
    }
}

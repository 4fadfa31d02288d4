import Audio
import CallControl
import Transport
import WireProtocols

/// The agent's audio on its way down: decoded to the leg's rate, its audible start found, written as FreeSWITCH's build wants it.
struct DownlinkPath {
    struct Plan: Equatable, Sendable {
        var profile: StreamProfile
        /// The rate FreeSWITCH plays at.
        var rate: SampleRate
        var opus: OpusSettings
    }

    /// Where a response becomes audible.
    struct Onset {
        /// In the samples just decoded.
        var offset: Int
        /// From the response's start.
        var position: Duration
    }

    let plan: Plan
    private var encoder: StreamDownlinkEncoder
    private var decoder: PCMDecoder?
    private var onset: AudibleOnset
    private var response: ResponseID?
    private var samplesOfResponse = 0

    init(_ plan: Plan) {
        self.plan = plan
        encoder = StreamDownlinkEncoder(profile: plan.profile, rate: plan.rate)
        onset = AudibleOnset(rate: plan.rate)
    }

    /// The provider confirmed what it sends.
    mutating func connect(from format: AudioFormat) throws {
        decoder = try PCMDecoder(from: format, to: plan.rate)
    }

    /// Appends the samples of one message to `samples`; reports the response's audible start if it lies in them.
    mutating func decode(_ bytes: Span<UInt8>, of response: ResponseID, into samples: inout [Int16]) -> Onset? {
        if response != self.response {
            self.response = response
            samplesOfResponse = 0
            onset.reset()
            decoder?.reset()
        }
        decoder?.decode(bytes, appendingTo: &samples)
        defer { samplesOfResponse += samples.count }
        guard let found = onset.process(samples.span) else { return nil }
        let offset = found - samplesOfResponse
        return Onset(offset: max(0, offset), position: plan.rate.duration(samples: found))
    }

    /// What tells FreeSWITCH to drop what it holds; `nil` where it can't.
    var flushMessage: [UInt8]? { encoder.flushMessage }

    /// Writes whole frames, all that left at once in as few messages as the profile allows.
    func send(_ frames: Span<Int16>, through stream: any StreamPort, using message: inout [UInt8]) -> SendOutcome {
        let frame = plan.rate.samples(milliseconds: 20)
        var outcome = SendOutcome.sent
        var start = 0
        while start < frames.count {
            message.removeAll(keepingCapacity: true)
            let kind = encoder.encode(frames.extracting(start..<start + frame), into: &message)
            outcome = stream.send(kind == .text ? .text : .binary, message.span)
            if outcome == .overflow { return outcome }
            start += frame
        }
        return outcome
    }
}

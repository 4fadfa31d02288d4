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
        /// Leave out the silence before the agent's first word.
        var trimsLeadingSilence: Bool
        /// The build saves each message to a file, which the event socket plays.
        var playsFiles = false
    }

    /// Where a response becomes audible.
    struct Onset {
        /// In the samples just decoded.
        var offset: Int
        /// From the response's start.
        var position: Duration
    }

    let plan: Plan
    private let encoder: StreamDownlinkEncoder
    private var bytes: [UInt8] = []
    private var decoder: PCMDecoder?
    private var onset: AudibleOnset
    private var response: ResponseID?
    private var samplesOfResponse = 0
    private var isAudible = false

    init(_ plan: Plan) {
        self.plan = plan
        encoder = StreamDownlinkEncoder(profile: plan.profile, format: .linear16(plan.rate))
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
            isAudible = false
            onset.reset()
            decoder?.reset()
        }
        decoder?.decode(bytes, appendingTo: &samples)
        defer { samplesOfResponse += samples.count }
        guard !isAudible, let found = onset.process(samples.span) else {
            if plan.trimsLeadingSilence, !isAudible {
                samplesOfResponse += samples.count
                samples.removeAll(keepingCapacity: true)
            }
            return nil
        }
        isAudible = true
        // The block in which it is found may have begun in the message before.
        let offset = max(0, found - samplesOfResponse)
        guard plan.trimsLeadingSilence else { return Onset(offset: offset, position: plan.rate.duration(samples: found)) }
        samples.removeFirst(offset)
        samplesOfResponse += offset
        return Onset(offset: 0, position: plan.rate.duration(samples: found))
    }

    func encodeFlush(into message: inout [UInt8]) -> Bool { encoder.encodeFlush(into: &message) }

    /// Writes all of it as one message.
    mutating func sendWhole(_ samples: Span<Int16>, through stream: any StreamPort, using message: inout [UInt8]) -> SendOutcome {
        bytes.removeAll(keepingCapacity: true)
        message.removeAll(keepingCapacity: true)
        PCM16.encode(samples, appendingTo: &bytes)
        let kind = encoder.encodeAudio(bytes.span, into: &message)
        return stream.send(kind == .text ? .text : .binary, message.span)
    }

    /// Writes whole frames, each as one message: FreeSWITCH's builds count on 20 ms.
    mutating func send(_ frames: Span<Int16>, through stream: any StreamPort, using message: inout [UInt8]) -> SendOutcome {
        let frame = plan.rate.samples(milliseconds: 20)
        var outcome = SendOutcome.sent
        var start = 0
        var raw: [UInt8] = []
        swap(&raw, &bytes)
        while start < frames.count {
            raw.removeAll(keepingCapacity: true)
            message.removeAll(keepingCapacity: true)
            PCM16.encode(frames.extracting(start..<min(start + frame, frames.count)), appendingTo: &raw)
            let kind = encoder.encodeAudio(raw.span, into: &message)
            outcome = stream.send(kind == .text ? .text : .binary, message.span)
            if outcome == .overflow { break }
            start += frame
        }
        swap(&raw, &bytes)
        return outcome
    }
}

import Audio
import CallControl

/// One recording on its recorder thread: from the ring through the timeline and the encoder to the file.
final class RecordingWriter {
    /// All that is decided about a recording before it begins.
    struct Plan: Sendable {
        var name: RecordingName
        var url: String?
        var callerRate: SampleRate
        var agentRate: SampleRate
        var start: Instant
        var opus: OpusSettings
        var serial: UInt32
        var folder: RecordingFolder
        /// It waits for an upload once it is finished.
        var isUploaded: Bool
    }

    private let plan: Plan
    private let ring: RecordingRing
    private var timeline: RecordingTimeline
    private var stream: OggOpusStream?
    private var file: RecordingFile?
    private var samples: [Int16] = []
    private var bytes: [UInt8] = []
    /// How much of the recording is in the file.
    private var written = Duration.zero
    private var failure: String?

    /// A page is closed when its oldest sample is of this age. With the recorder's rounds between, a crash costs less than a second.
    static let pageAge = Duration.milliseconds(700)

    init(_ plan: Plan, ring: RecordingRing) {
        self.plan = plan
        self.ring = ring
        timeline = RecordingTimeline(callerRate: plan.callerRate, agentRate: plan.agentRate, start: plan.start)
        attempt { try open() }
    }

    private func open() throws {
        let comments = [("TITLE", plan.name.path), ("CALL", plan.name.call.rawValue), ("CHANNELS", "left: caller, right: agent as heard")]
        let stream = try OggOpusStream(rate: timeline.rate, settings: plan.opus, serial: plan.serial, comments: comments)
        file = try RecordingFile(plan.folder.fullPath(plan.name.path))
        self.stream = stream
        stream.begin(appendingTo: &bytes)
        try write()
    }

    /// Takes what has come, and writes what is due.
    /// - Returns: what became of the recording, once its call has ended.
    func advance(at now: Instant) -> RecordingOutcome? {
        let end = ring.endedAt
        ring.drain { [self] in take($0, $1) }
        samples.removeAll(keepingCapacity: true)
        guard let end else {
            timeline.take(at: now, appendingTo: &samples)
            attempt { try encode(at: now) }
            return nil
        }
        return finish(at: Instant(nanoseconds: end))
    }

    /// Closes the recording, whether or not its call has said that it is over.
    func finish(at end: Instant) -> RecordingOutcome {
        ring.drain { [self] in take($0, $1) }
        samples.removeAll(keepingCapacity: true)
        timeline.finish(at: end, appendingTo: &samples)
        attempt { try close() }
        // What went wrong leaves a file that ends early, if any.
        if failure != nil { try? release() }
        let dropped = ring.dropped
        return RecordingOutcome(
            call: plan.name.call, path: plan.name.path, url: plan.url, duration: written, bytes: file?.size ?? 0,
            callerDropped: plan.callerRate.duration(samples: dropped.caller), agentDropped: plan.agentRate.duration(samples: dropped.agent),
            callerMisplaced: timeline.callerMisplaced, agentMisplaced: timeline.agentMisplaced, failure: failure)
    }

    /// Closes the recording while its call goes on, which is recorded no further.
    func giveUp(_ problem: String, at now: Instant) -> RecordingOutcome {
        var outcome = finish(at: now)
        outcome.failure = outcome.failure ?? problem
        return outcome
    }

    private func take(_ header: RecordingRing.Header, _ samples: Span<Int16>) {
        let moment = Instant(nanoseconds: header.nanoseconds)
        switch header.kind {
        case .caller: timeline.caller(samples, lost: Int(header.lost), at: moment)
        case .agent: timeline.agent(samples, lost: Int(header.lost), heardFrom: header.nanoseconds == Int64.min ? nil : moment)
        case .flushed: timeline.flushed(at: moment)
        case .restarted: timeline.restarted(at: moment)
        }
    }

    private func encode(at now: Instant) throws {
        guard let stream else { return }
        try encode(samples)
        guard now - (plan.start + written) >= Self.pageAge, timeline.duration > written else { return }
        stream.flush(appendingTo: &bytes)
        try write()
    }

    private func encode(_ samples: [Int16]) throws { try stream?.append(samples.span) }

    private func close() throws {
        guard let stream else { return }
        try encode(samples)
        try stream.finish(appendingTo: &bytes)
        try write()
        try release()
    }

    /// Gives the file its name. The mark comes first: a crash between them leaves both, and nothing that is forgotten.
    private func release() throws {
        guard let file else { return }
        if plan.isUploaded { plan.folder.markWaiting(plan.name.path) }
        try file.finish()
    }

    private func write() throws {
        defer { bytes.removeAll(keepingCapacity: true) }
        try file?.append(bytes)
        written = timeline.duration
    }

    /// The first failure ends the file; the call's audio is still taken from the ring, and thrown away.
    private func attempt(_ body: () throws -> Void) {
        guard failure == nil else { return }
        do {
            try body()
        } catch {
            failure = "\(error)"
            stream = nil
        }
    }
}

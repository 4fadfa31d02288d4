import Audio

/// Audio of the agent on its way to the caller: queued as it comes, released on absolute 20 ms deadlines, and accounted per
/// response, so that what the caller has really heard is known at any moment.
///
/// A *stretch* is a run of frames without a gap at FreeSWITCH. Within one, frame `n` is due at `origin + n · 20 ms`; it may leave `lead`
/// earlier. The first frame of a stretch leaves at once.
public struct PlayoutBuffer {
    /// A response's audio as accounted here. Counts are samples.
    struct Entry: Equatable {
        let response: ResponseID
        var received = 0
        var handed = 0
        /// Where in the stretch this response's first frame of the stretch lies, and what had been handed of it before.
        var stretchOffset: Int?
        var handedBeforeStretch = 0
        /// Offset of the first audible sample, once found, and whether its frame has left.
        var audibleOffset: Int?
        var audibleHanded = false
        /// No more audio of this response will come.
        var hasEnded = false
    }

    /// What releasing frames has brought about.
    public struct Release: Equatable, Sendable {
        /// Frames appended to the output.
        public var frames = 0
        /// The first audible sample of this response was among them.
        public var audible: ResponseID?
        /// A stretch began: its frames are due every 20 ms from now on.
        public var beganStretch = false
        /// The queue ran dry before the response's end and the caller hears a gap.
        public var underflow = false
    }

    /// Ticks come every 20 ms give or take their jitter, which must not make a frame wait for the next one.
    private static let grain = Duration.microseconds(2_500)

    public let policy: PlayoutPolicy
    private let frameSamples: Int
    private var queue = SampleQueue()
    private var entries: [Entry] = []
    /// When the current stretch began; `nil` between stretches.
    private var origin: Instant?
    /// Samples handed over in the current stretch, silence included.
    private var stretchHanded = 0
    /// Samples dropped at `policy.limit`.
    public private(set) var dropped = 0

    public init(policy: PlayoutPolicy) {
        self.policy = policy
        frameSamples = policy.rate.samples(milliseconds: 20)
    }

    /// Audio waiting here, not yet handed over.
    public var queued: Duration { policy.rate.duration(samples: queue.count) }

    // MARK: Filling

    /// Queues audio of a response.
    /// - Parameter audibleOffset: where in `samples` the response becomes audible, if it does here.
    public mutating func append(_ samples: Span<Int16>, of response: ResponseID, audibleOffset: Int?) {
        let index = entry(response)
        if let audibleOffset, entries[index].audibleOffset == nil {
            entries[index].audibleOffset = entries[index].received + audibleOffset
        }
        let room = max(0, samplesIn(policy.limit) - queue.count)
        let taken = min(room, samples.count)
        dropped += samples.count - taken
        guard taken > 0 else { return }
        queue.append(samples.extracting(first: taken))
        entries[index].received += taken
    }

    /// The response is complete: its last partial frame is filled up with silence instead of being waited for.
    public mutating func end(_ response: ResponseID) {
        if let index = entries.firstIndex(where: { $0.response == response }) { entries[index].hasEnded = true }
    }

    private mutating func entry(_ response: ResponseID) -> Int {
        if let index = entries.lastIndex(where: { $0.response == response }) { return index }
        // A provider has one answer at a time: whatever came before is complete.
        for index in entries.indices { entries[index].hasEnded = true }
        entries.append(Entry(response: response))
        return entries.count - 1
    }

    // MARK: Releasing

    /// Appends to `output` every frame that may leave at `now`.
    public mutating func release(at now: Instant, appendingTo output: inout [Int16]) -> Release {
        var release = Release()
        endStretchIfPlayedOut(at: now, &release)
        while let count = frameAvailable() {
            if origin == nil {
                beginStretch(at: now)
                release.beganStretch = true
            }
            guard mayLeave(at: now) else { break }
            takeFrame(of: count, appendingTo: &output, &release)
        }
        padToWarmup(appendingTo: &output, &release)
        forgetPlayed(at: now)
        return release
    }

    /// Samples of the next frame: a whole one, or the rest of a response that has ended.
    private func frameAvailable() -> Int? {
        if queue.count >= frameSamples { return frameSamples }
        guard queue.count > 0, entries.last?.hasEnded == true else { return nil }
        return queue.count
    }

    private func mayLeave(at now: Instant) -> Bool {
        guard let origin else { return true }
        return origin + policy.rate.duration(samples: stretchHanded) <= now + policy.lead + Self.grain
    }

    private mutating func beginStretch(at now: Instant) {
        origin = now
        stretchHanded = 0
        for index in entries.indices {
            entries[index].stretchOffset = nil
            entries[index].handedBeforeStretch = entries[index].handed
        }
    }

    private mutating func takeFrame(of count: Int, appendingTo output: inout [Int16], _ release: inout Release) {
        queue.remove(count, appendingTo: &output)
        for _ in count..<frameSamples { output.append(0) }
        account(count, &release)
        stretchHanded += frameSamples
        release.frames += 1
    }

    /// Spreads `count` samples just taken over the responses they belong to.
    private mutating func account(_ count: Int, _ release: inout Release) {
        var rest = count
        var offset = stretchHanded
        for index in entries.indices where rest > 0 {
            let share = min(rest, entries[index].received - entries[index].handed)
            guard share > 0 else { continue }
            if entries[index].stretchOffset == nil { entries[index].stretchOffset = offset }
            entries[index].handed += share
            offset += share
            rest -= share
            if let audible = entries[index].audibleOffset, !entries[index].audibleHanded, audible < entries[index].handed {
                entries[index].audibleHanded = true
                release.audible = entries[index].response
            }
        }
    }

    /// An ended utterance shorter than FreeSWITCH's warm-up would wait there for ever.
    private mutating func padToWarmup(appendingTo output: inout [Int16], _ release: inout Release) {
        let warmup = samplesIn(policy.warmup)
        guard origin != nil, queue.count == 0, stretchHanded < warmup, entries.last?.hasEnded == true else { return }
        while stretchHanded < warmup {
            for _ in 0..<frameSamples { output.append(0) }
            stretchHanded += frameSamples
            release.frames += 1
        }
    }

    private mutating func endStretchIfPlayedOut(at now: Instant, _ release: inout Release) {
        guard let origin, origin + policy.rate.duration(samples: stretchHanded) + policy.startDelay < now else { return }
        if queue.count == 0 || frameAvailable() == nil {
            if let last = entries.last, !last.hasEnded { release.underflow = true }
        }
        self.origin = nil
    }

    // MARK: What was heard

    /// Is any audio waiting here or, by the clock, still on its way to the caller's ear?
    public func isPlaying(at now: Instant) -> Bool {
        if queue.count > 0 { return true }
        guard let origin else { return false }
        return now < origin + policy.rate.duration(samples: stretchHanded) + policy.startDelay
    }

    /// What the caller has heard of a response so far: what was handed over, less what FreeSWITCH still holds.
    public func heard(of response: ResponseID, at now: Instant) -> Duration {
        guard let entry = entries.last(where: { $0.response == response }) else { return .zero }
        return policy.rate.duration(samples: heardSamples(entry, at: now))
    }

    /// The responses that have audio the caller has not heard yet, oldest first.
    public func unheard(at now: Instant) -> [ResponseID] {
        entries.filter { heardSamples($0, at: now) < $0.received }.map(\.response)
    }

    private func heardSamples(_ entry: Entry, at now: Instant) -> Int {
        guard policy.canFlush, let origin, let offset = entry.stretchOffset else { return entry.handed }
        let played = samplesIn(now - origin - policy.startDelay) - offset
        return min(entry.handed, entry.handedBeforeStretch + max(0, played))
    }

    /// Drops everything not yet handed over; call `heard(of:at:)` first. Where FreeSWITCH can be flushed, the next audio begins a new stretch.
    public mutating func clear() {
        queue.removeAll()
        entries.removeAll(keepingCapacity: true)
        if policy.canFlush { origin = nil }
    }

    /// The stream was restarted: FreeSWITCH holds nothing of ours any more.
    public mutating func restartStretch() { origin = nil }

    private mutating func forgetPlayed(at now: Instant) {
        while entries.count > 1, let first = entries.first, first.handed == first.received, heardSamples(first, at: now) == first.received {
            entries.removeFirst()
        }
    }

    private func samplesIn(_ duration: Duration) -> Int {
        Int(duration.inNanoseconds * Int64(policy.rate.hertz) / 1_000_000_000)
    }
}

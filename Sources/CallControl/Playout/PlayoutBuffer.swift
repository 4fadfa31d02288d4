import Audio

/// Audio of the agent on its way to the caller: queued as it comes, released on absolute 20 ms deadlines, and accounted per
/// response, so that what the caller has really heard is known at any moment.
///
/// A *stretch* is a run of frames without a gap at FreeSWITCH. It begins to be played when FreeSWITCH has its warm-up, at `origin`; from
/// then on frame `n` is due at `origin + n · 20 ms` and may leave `lead` earlier. The first frame of a stretch leaves at once.
public struct PlayoutBuffer {
    /// A response's audio as accounted here. Counts are samples.
    struct Entry: Equatable {
        let response: ResponseID
        var received = 0
        var handed = 0
        /// Where in the stretch this response's first sample of the stretch lies, and what had been handed of it before.
        var stretchOffset: Int?
        var handedBeforeStretch = 0
        /// Heard when the current stretch began.
        var heardBeforeStretch = 0
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
        /// FreeSWITCH has begun to play a stretch: frames are due every 20 ms from now on.
        public var beganPlaying = false
        /// These frames go on with a response after the caller has heard a gap in it.
        public var underflow = false
        /// When the caller hears the first of these frames; `nil` while FreeSWITCH collects its warm-up, which is heard right before
        /// the next frames that are.
        public var heardFrom: Instant?
    }

    /// Why frames are released now.
    public enum Occasion: Equatable, Sendable {
        /// The call's turn on its 20 ms grid, which may come a little before a frame is due.
        case tick
        /// Audio has arrived: a stretch begins at once, but one that is under way keeps to its grid.
        case arrival
    }

    private enum Stretch {
        /// FreeSWITCH holds nothing of ours. Leaves on: a frame.
        case none
        /// FreeSWITCH waits for its warm-up, and plays nothing. Leaves on: warm-up reached (padded if need be), flush, restart.
        case filling
        /// FreeSWITCH plays since `origin`. Leaves on: everything played, flush, restart.
        case playing(origin: Instant)
    }

    public let policy: PlayoutPolicy
    private let frameSamples: Int
    private var queue = SampleQueue()
    private var entries: [Entry] = []
    private var stretch = Stretch.none
    /// Samples handed over in the current stretch, silence included.
    private var stretchHanded = 0
    /// Since when a rest waits that nothing but more audio would move.
    private var stalledSince: Instant?
    /// The next stretch follows a restart of the stream, which is no underflow.
    private var isRestarted = false
    /// Samples dropped at `policy.limit`, or because a later response had already begun.
    public private(set) var dropped = 0

    /// A rest that waits this long for more audio is taken as the end: not every provider says when a response is complete.
    private static let patience = Duration.milliseconds(200)
    private static let tick = Duration.milliseconds(20)
    /// A frame may leave this much too early: a tick just before it is due must not make it wait for the next, and FreeSWITCH run dry.
    private static let tolerance = Duration.milliseconds(5)

    public init(policy: PlayoutPolicy) {
        self.policy = policy
        frameSamples = policy.rate.samples(milliseconds: 20)
    }

    /// Audio waiting here, not yet handed over.
    public var queued: Duration { policy.rate.duration(samples: queue.count) }

    /// Has all been released, and is nothing more to come of the newest response, as far as is known?
    var isDrained: Bool { queue.count == 0 && entries.last?.hasEnded != false }

    // MARK: Filling

    /// Queues audio of a response.
    /// - Parameter audibleOffset: where in `samples` the response becomes audible, if it does here.
    public mutating func append(_ samples: Span<Int16>, of response: ResponseID, audibleOffset: Int?) {
        guard isNext(response) else {
            // The queue is in order of responses; what trails behind a later one would be accounted to the wrong one.
            dropped += samples.count
            return
        }
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
        stalledSince = nil
    }

    /// The response is complete: its last partial frame is filled up with silence instead of being waited for.
    public mutating func end(_ response: ResponseID) {
        if let index = entries.firstIndex(where: { $0.response == response }) { entries[index].hasEnded = true }
    }

    /// No response will get any more audio.
    mutating func endAll() {
        for index in entries.indices { entries[index].hasEnded = true }
    }

    /// Recordings come when the gateway wants them, and are in no order with the agent's answers.
    private func isNext(_ response: ResponseID) -> Bool {
        if entries.last?.response == response { return true }
        return entries.allSatisfy { $0.response != response && ($0.response < response || response.isRecording) }
    }

    private mutating func entry(_ response: ResponseID) -> Int {
        if entries.last?.response == response { return entries.count - 1 }
        // A provider has one answer at a time: whatever came before is complete.
        endAll()
        entries.append(Entry(response: response))
        return entries.count - 1
    }

    // MARK: Releasing

    /// Appends to `output` every frame that may leave at `now`.
    public mutating func release(at now: Instant, on occasion: Occasion = .tick, appendingTo output: inout [Int16]) -> Release {
        var release = Release()
        endStretchIfPlayedOut(at: now)
        while let count = frameAvailable(at: now) {
            if case .none = stretch { beginStretch(at: now, &release) }
            guard mayLeave(at: now, early: occasion == .tick ? Self.tolerance : .zero) else { break }
            takeFrame(of: count, appendingTo: &output, &release)
            playIfWarm(at: now, &release)
        }
        padToWarmup(at: now, appendingTo: &output, &release)
        noticeStall(at: now)
        forgetPlayed(at: now)
        release.heardFrom = heardFrom(release)
        return release
    }

    private func heardFrom(_ release: Release) -> Instant? {
        guard case .playing(let origin) = stretch else { return nil }
        return origin + policy.rate.duration(samples: stretchHanded - release.frames * frameSamples) + policy.startDelay
    }

    /// Samples of the next frame: a whole one, or a rest to which nothing will be added in time.
    private func frameAvailable(at now: Instant) -> Int? {
        if queue.count >= frameSamples { return frameSamples }
        guard queue.count > 0, entries.last?.hasEnded == true || hasRunDry(at: now) else { return nil }
        return queue.count
    }

    private func hasRunDry(at now: Instant) -> Bool {
        switch stretch {
        case .none, .filling: stalledSince.map { now - $0 >= Self.patience } ?? false
        case .playing(let origin): lastChance(origin) <= now
        }
    }

    /// Until when a rest may wait for more audio to fill its frame. Where FreeSWITCH has a warm-up, it must be given the rest before it
    /// runs dry: a lone frame after that would wait for the next warm-up.
    private func lastChance(_ origin: Instant) -> Instant {
        guard policy.warmup > .zero else { return endOfStretch(origin) }
        return origin + policy.rate.duration(samples: stretchHanded) - Self.tick
    }

    /// When FreeSWITCH has played all it was given.
    private func endOfStretch(_ origin: Instant) -> Instant {
        origin + policy.rate.duration(samples: stretchHanded) + policy.startDelay
    }

    private func mayLeave(at now: Instant, early: Duration) -> Bool {
        guard case .playing(let origin) = stretch else { return true }
        return origin + policy.rate.duration(samples: stretchHanded) <= now + policy.lead + early
    }

    private mutating func beginStretch(at now: Instant, _ release: inout Release) {
        if !isRestarted, let next = entries.first(where: { $0.handed < $0.received }), next.handed > 0 { release.underflow = true }
        isRestarted = false
        stretchHanded = 0
        stretch = .filling
        if policy.warmup == .zero { playIfWarm(at: now, &release) }
    }

    private mutating func playIfWarm(at now: Instant, _ release: inout Release) {
        guard case .filling = stretch, stretchHanded >= samplesIn(policy.warmup) else { return }
        stretch = .playing(origin: now)
        release.beganPlaying = true
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

    /// An utterance shorter than FreeSWITCH's warm-up would wait there for ever.
    private mutating func padToWarmup(at now: Instant, appendingTo output: inout [Int16], _ release: inout Release) {
        guard case .filling = stretch, queue.count == 0, entries.last?.hasEnded != false || hasRunDry(at: now) else { return }
        while case .filling = stretch {
            for _ in 0..<frameSamples { output.append(0) }
            stretchHanded += frameSamples
            release.frames += 1
            playIfWarm(at: now, &release)
        }
    }

    private mutating func noticeStall(at now: Instant) {
        guard stalledSince == nil else { return }
        if case .filling = stretch { stalledSince = now } else if queue.count > 0 { stalledSince = now }
    }

    private mutating func endStretchIfPlayedOut(at now: Instant) {
        guard case .playing(let origin) = stretch, endOfStretch(origin) < now else { return }
        // A rest smaller than a frame is the tail of this stretch, not the head of a new one; but a warm-up would swallow such a tail.
        guard queue.count == 0 || queue.count >= frameSamples || policy.warmup > .zero else { return }
        for index in entries.indices { entries[index].heardBeforeStretch = entries[index].handed }
        leaveStretch()
    }

    private mutating func leaveStretch() {
        for index in entries.indices {
            entries[index].stretchOffset = nil
            entries[index].handedBeforeStretch = entries[index].handed
        }
        stretch = .none
        stretchHanded = 0
        stalledSince = nil
    }

    // MARK: What was heard

    /// Is any audio waiting here or, by the clock, still on its way to the caller's ear?
    public func isPlaying(at now: Instant) -> Bool {
        if queue.count > 0 { return true }
        switch stretch {
        case .none: return false
        case .filling: return true
        case .playing(let origin): return now < endOfStretch(origin)
        }
    }

    /// What the caller has heard of a response so far: what was handed over, less what FreeSWITCH still holds. Zero once it was heard in
    /// full and a later one is being played.
    public func heard(of response: ResponseID, at now: Instant) -> Duration {
        guard let entry = entries.last(where: { $0.response == response }) else { return .zero }
        return policy.rate.duration(samples: heardSamples(entry, at: now))
    }

    /// The responses that have audio the caller has not heard yet, oldest first.
    public func unheard(at now: Instant) -> [ResponseID] {
        entries.filter { heardSamples($0, at: now) < $0.received }.map(\.response)
    }

    private func heardSamples(_ entry: Entry, at now: Instant) -> Int {
        // What can't be taken back will be heard.
        guard policy.canFlush else { return entry.handed }
        guard case .playing(let origin) = stretch, let offset = entry.stretchOffset else { return entry.heardBeforeStretch }
        let played = samplesIn(now - origin - policy.startDelay) - offset
        return played > 0 ? min(entry.handed, entry.handedBeforeStretch + played) : entry.heardBeforeStretch
    }

    /// Drops everything not yet handed over; call `heard(of:at:)` first. Where FreeSWITCH can be flushed, the next audio begins a new stretch.
    public mutating func clear() {
        queue.removeAll()
        entries.removeAll(keepingCapacity: true)
        if policy.canFlush { leaveStretch() }
    }

    /// The stream was restarted: FreeSWITCH holds nothing of ours any more, and what it held was not heard.
    public mutating func restartStretch(at now: Instant) {
        for index in entries.indices { entries[index].heardBeforeStretch = heardSamples(entries[index], at: now) }
        leaveStretch()
        isRestarted = true
    }

    private mutating func forgetPlayed(at now: Instant) {
        while entries.count > 1, let first = entries.first, first.handed == first.received, heardSamples(first, at: now) == first.received {
            entries.removeFirst()
        }
    }

    private func samplesIn(_ duration: Duration) -> Int {
        Int(duration.inNanoseconds * Int64(policy.rate.hertz) / 1_000_000_000)
    }
}

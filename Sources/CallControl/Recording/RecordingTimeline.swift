import Audio

/// A call's sound on one clock, that of the gateway: left the caller as spoken, right the agent as heard.
///
/// Both channels are cut into the same 20 ms frames of the same rate, silence included, so that they can't drift apart. A frame is given
/// out once `hold` has passed since: until then late audio finds its place, and audio that FreeSWITCH was made to forget is taken back.
public struct RecordingTimeline {
    /// The higher of the two channels' rates; the other is resampled (and 3 ms late for it).
    public let rate: SampleRate
    private let start: Instant
    private var left: RecordedChannel
    private var right: RecordedChannel
    private var leftResampler: Resampler?
    private var rightResampler: Resampler?
    private var placement: CallerPlacement
    /// The caller's samples whose place is not decided yet.
    private var undecided: [Int16] = []
    /// The agent's samples that FreeSWITCH plays once it has its warm-up.
    private var collected: [Int16] = []
    private var frames = 0
    private var scratch: (left: [Int16], right: [Int16], raw: [Int16]) = ([], [], [])

    /// The caller's frames may be this late, e.g. held up in the network, and still find their place.
    public static let hold = Duration.milliseconds(400)
    /// The furthest ahead the agent's audio may be handed over.
    public static let limit = Duration.seconds(120)
    private static let frame = 20

    /// - Parameters:
    ///   - callerRate: of the samples from FreeSWITCH.
    ///   - agentRate: of the samples toward FreeSWITCH.
    ///   - start: where the recording begins.
    public init(callerRate: SampleRate, agentRate: SampleRate, start: Instant) {
        rate = max(callerRate, agentRate)
        self.start = start
        left = RecordedChannel(rate: callerRate, limit: Self.limit)
        right = RecordedChannel(rate: agentRate, limit: Self.limit)
        leftResampler = callerRate == rate ? nil : Resampler(from: callerRate, to: rate)
        rightResampler = agentRate == rate ? nil : Resampler(from: agentRate, to: rate)
        placement = CallerPlacement(rate: callerRate, start: start)
    }

    /// How much has been given out.
    public var duration: Duration { .milliseconds(frames * Self.frame) }
    /// Audio of the caller that came too late to be given its place, or faster than time passes.
    public var callerMisplaced: Duration { left.rate.duration(samples: left.misplaced + placement.overlapped) }
    /// Audio of the agent whose time had passed, or was too far ahead.
    public var agentMisplaced: Duration { right.rate.duration(samples: right.misplaced) }

    // MARK: What happens

    /// The stream's next samples arrived from FreeSWITCH.
    /// - Parameter lost: samples of the stream just before these that can't be had; they stay silent.
    public mutating func caller(_ samples: Span<Int16>, lost: Int = 0, at arrival: Instant) {
        placement.append(samples: samples.count, lost: lost, at: arrival)
        samples.withUnsafeBufferPointer { undecided.append(contentsOf: $0) }
    }

    /// The agent's next samples were handed to FreeSWITCH.
    /// - Parameters:
    ///   - lost: samples handed over just before these that can't be had.
    ///   - time: when the first of them is heard; `nil` while FreeSWITCH collects its warm-up, to be heard right before the next that are.
    public mutating func agent(_ samples: Span<Int16>, lost: Int = 0, heardFrom time: Instant?) {
        if time == nil || !collected.isEmpty { collect(silence: lost) }
        guard let time else { return collect(samples) }
        let position = right.rate.position(of: time - start)
        if !collected.isEmpty {
            let before = collected
            collected = []
            right.place(before.span, at: position - before.count)
        }
        right.place(samples, at: position)
    }

    private var room: Int { right.rate.position(of: Self.limit) - collected.count }

    private mutating func collect(silence samples: Int) { collected.append(contentsOf: repeatElement(0, count: min(samples, room))) }

    private mutating func collect(_ samples: Span<Int16>) {
        samples.extracting(first: min(samples.count, room)).withUnsafeBufferPointer { collected.append(contentsOf: $0) }
    }

    /// FreeSWITCH was told to forget what it held: nothing of it is heard from this moment on.
    public mutating func flushed(at moment: Instant) {
        collected.removeAll(keepingCapacity: true)
        let position = right.rate.position(of: moment - start)
        right.cut(from: position)
    }

    /// The stream was restarted: the caller's media positions begin anew, and what FreeSWITCH held is gone.
    public mutating func restarted(at moment: Instant) {
        flushed(at: moment)
        place(at: moment, horizon: Int.max)
        placement.restart()
    }

    // MARK: What is given out

    /// Appends the frames whose time has come, interleaved.
    public mutating func take(at now: Instant, appendingTo output: inout [Int16]) {
        let horizon = now - Self.hold
        place(at: now, horizon: left.rate.position(of: horizon - start))
        take(frames: Int((horizon - start).inNanoseconds / (Int64(Self.frame) * 1_000_000)), appendingTo: &output)
    }

    /// Appends all the rest: the recording ends at this moment, on a whole frame.
    public mutating func finish(at moment: Instant, appendingTo output: inout [Int16]) {
        place(at: moment, horizon: Int.max)
        let end = left.rate.position(of: moment - start)
        left.cut(from: end)
        flushed(at: moment)
        let length = Int64(Self.frame) * 1_000_000
        take(frames: Int(((moment - start).inNanoseconds + length - 1) / length), appendingTo: &output)
    }

    private mutating func place(at now: Instant, horizon: Int) {
        // Taken out of `self` while it is looked at; no copy.
        var samples: [Int16] = []
        swap(&samples, &undecided)
        var used = 0
        while let placed = placement.next(at: now, horizon: horizon, isQuiet: { CallerPlacement.isQuiet(samples.span.extracting(used..<used + $0)) }) {
            left.place(samples.span.extracting(used + placed.overlap..<used + placed.samples), at: placed.position + placed.overlap)
            used += placed.samples
        }
        samples.removeFirst(used)
        swap(&samples, &undecided)
    }

    private mutating func take(frames wanted: Int, appendingTo output: inout [Int16]) {
        guard wanted > frames else { return }
        frames = wanted
        scratch.left.removeAll(keepingCapacity: true)
        scratch.right.removeAll(keepingCapacity: true)
        Self.take(&left, &leftResampler, until: wanted, &scratch.raw, appendingTo: &scratch.left)
        Self.take(&right, &rightResampler, until: wanted, &scratch.raw, appendingTo: &scratch.right)
        Self.interleave(scratch.left.span, scratch.right.span, appendingTo: &output)
    }

    private static func interleave(_ left: Span<Int16>, _ right: Span<Int16>, appendingTo output: inout [Int16]) {
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: 2 * left.count))
        var target = output.mutableSpan
        for index in left.indices {
            target[start + 2 * index] = left[index]
            target[start + 2 * index + 1] = right[index]
        }
    }

    private static func take(
        _ channel: inout RecordedChannel, _ resampler: inout Resampler?, until frames: Int, _ raw: inout [Int16], appendingTo output: inout [Int16]
    ) {
        let position = frames * channel.rate.samples(milliseconds: frame)
        guard resampler != nil else { return channel.take(until: position, appendingTo: &output) }
        raw.removeAll(keepingCapacity: true)
        channel.take(until: position, appendingTo: &raw)
        resampler?.process(raw.span, appendingTo: &output)
    }
}

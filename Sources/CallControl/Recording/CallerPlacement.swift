import Audio

/// Finds out when the caller's frames were spoken. A frame can't arrive before its last sample was spoken, and hardly ever are all of
/// many frames late: the least late of those that follow within `window` tells where a frame belongs. Frames wait that long for it.
///
/// Samples follow each other without a gap until they would be out of place: by a pause of the uplink, which is filled with silence,
/// or because the sender's clock is not quite ours, which is made good by a few milliseconds at a time, if possible in silence.
struct CallerPlacement {
    private struct Frame {
        let arrival: Instant
        let samples: Int
        /// Media position of its first sample, in samples since the stream began.
        let begin: Int
        /// How much later than its media position it arrived, in samples.
        let lag: Int
    }

    /// A frame's samples, and where they go.
    struct Placed {
        var position: Int
        /// Of these samples, leave out so many at the head: their time is already another's.
        var overlap: Int
        var samples: Int
    }

    let rate: SampleRate
    let start: Instant
    private var waiting: [Frame] = []
    /// Samples of the stream so far, lost ones included.
    private var received = 0
    /// By how much places are ahead of media positions; `nil` until the stream's first frame is placed.
    private var shift: Int?
    /// Where the last frame placed ends.
    private var end = Int.min
    /// Samples left out because they came faster than time passes.
    private(set) var overlapped = 0
    /// Since when frames have been a little late, and the least of it.
    private var lateness: (since: Instant, least: Int)?

    static let window = Duration.milliseconds(250)
    /// So much later than its place, and it was a pause: no jitter that telephony survives is as large in all of a window's frames.
    private static let pause = Duration.milliseconds(80)
    /// A smaller lateness counts once it has lasted this long.
    private static let patience = Duration.seconds(1)
    /// Out of place by more than this is corrected.
    private static let tolerance = Duration.milliseconds(10)
    /// The same for a frame in which nobody would hear it.
    private static let quietTolerance = Duration.milliseconds(4)
    static func isQuiet(_ samples: Span<Int16>) -> Bool { Level.decibels(samples) < -55 }

    init(rate: SampleRate, start: Instant) {
        self.rate = rate
        self.start = start
    }

    /// A frame arrived.
    /// - Parameter lost: samples of the stream that came before it and can't be had.
    mutating func append(samples: Int, lost: Int, at arrival: Instant) {
        received += lost
        let lag = rate.position(of: arrival - start) - received - samples
        waiting.append(Frame(arrival: arrival, samples: samples, begin: received, lag: lag))
        received += samples
    }

    /// The next frame to be put down now: it has waited long enough, or else its time comes before `horizon`.
    /// - Parameter isQuiet: is the frame of so many samples quiet?
    mutating func next(at now: Instant, horizon: Int, isQuiet: (_ samples: Int) -> Bool) -> Placed? {
        guard let frame = waiting.first else { return nil }
        let estimate = waiting.prefix { $0.arrival - frame.arrival <= Self.window }.reduce(frame.lag) { min($0, $1.lag) }
        guard now - frame.arrival >= Self.window || frame.begin + estimate < horizon else { return nil }
        waiting.removeFirst()
        let shift = adjusted(to: estimate, for: frame, isQuiet: isQuiet(frame.samples))
        self.shift = shift
        let position = frame.begin + shift
        let overlap = min(frame.samples, max(0, end == Int.min ? 0 : end - position))
        end = max(end, position + frame.samples)
        overlapped += overlap
        return Placed(position: position, overlap: overlap, samples: frame.samples)
    }

    private mutating func adjusted(to estimate: Int, for frame: Frame, isQuiet: Bool) -> Int {
        guard let shift else { return estimate }
        let error = estimate - shift
        let tolerance = rate.position(of: isQuiet ? Self.quietTolerance : Self.tolerance)
        if error < -tolerance || error >= rate.position(of: Self.pause) {
            lateness = nil
            return estimate
        }
        return shift + lasting(error, tolerance: tolerance, at: frame.arrival)
    }

    /// A small lateness may be jitter: it is made good when no frame of a whole second has been without it.
    private mutating func lasting(_ error: Int, tolerance: Int, at arrival: Instant) -> Int {
        guard error > rate.position(of: Self.quietTolerance) else {
            lateness = nil
            return 0
        }
        let (since, least) = (lateness?.since ?? arrival, min(lateness?.least ?? error, error))
        guard arrival - since >= Self.patience, least > tolerance else {
            lateness = (since, least)
            return 0
        }
        lateness = nil
        return least
    }

    /// The stream was restarted, and its media positions begin anew; call once nothing waits.
    mutating func restart() {
        received = 0
        shift = nil
        lateness = nil
    }
}

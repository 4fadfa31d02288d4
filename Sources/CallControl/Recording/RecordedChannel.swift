import Audio

/// One channel of a recording: samples at their place in time, silence where nobody put any. Places are samples since the start.
struct RecordedChannel {
    let rate: SampleRate
    /// Up to here it has been taken, and can't be changed any more.
    private(set) var taken = 0
    /// From `taken` on.
    private var samples: [Int16] = []
    /// Samples that came for a time already taken, or too far ahead of it.
    private(set) var misplaced = 0
    /// How much may wait.
    private let limit: Int

    init(rate: SampleRate, limit: Duration) {
        self.rate = rate
        self.limit = rate.position(of: limit)
    }

    /// Puts samples down; what lay there before is replaced.
    mutating func place(_ new: Span<Int16>, at position: Int) {
        let first = min(max(0, taken - position), new.count)
        let last = max(first, min(new.count, taken + limit - position))
        misplaced += new.count - (last - first)
        guard first < last else { return }
        let start = position + first - taken
        if samples.count < start + last - first { samples.append(contentsOf: repeatElement(0, count: start + last - first - samples.count)) }
        samples.withUnsafeMutableBufferPointer { target in
            new.extracting(first..<last).withUnsafeBufferPointer { _ = target[start...].update(fromContentsOf: $0) }
        }
    }

    /// Takes back what lies at `position` and after it.
    mutating func cut(from position: Int) {
        let kept = max(0, position - taken)
        if kept < samples.count { samples.removeLast(samples.count - kept) }
    }

    /// Appends everything before `position` to `output`.
    mutating func take(until position: Int, appendingTo output: inout [Int16]) {
        guard position > taken else { return }
        let wanted = position - taken
        let held = min(wanted, samples.count)
        output.append(contentsOf: samples[..<held])
        output.append(contentsOf: repeatElement(0, count: wanted - held))
        samples.removeFirst(held)
        taken = position
    }
}

extension SampleRate {
    /// The sample nearest to a moment.
    public func position(of time: Duration) -> Int {
        let nanoseconds = time.inNanoseconds
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let scaled = rest * Int64(hertz)
        return Int(seconds) * hertz + Int((scaled + (scaled < 0 ? -500_000_000 : 500_000_000)) / 1_000_000_000)
    }
}

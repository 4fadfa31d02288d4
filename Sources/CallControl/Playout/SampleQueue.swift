/// A first-in-first-out ring of samples that grows by doubling and gives its memory back once it has run empty.
struct SampleQueue {
    private var ring: [Int16] = []
    private var head = 0
    private(set) var count = 0

    /// What stays allocated when empty: a second at 8 kHz.
    private static let kept = 8_192

    mutating func append(_ samples: Span<Int16>) {
        guard samples.count > 0 else { return }
        reserve(count + samples.count)
        let write = (head + count) & (ring.count - 1)
        let first = min(samples.count, ring.count - write)
        ring.withUnsafeMutableBufferPointer { ring in
            samples.withUnsafeBufferPointer { samples in
                _ = ring[write...].update(fromContentsOf: samples[..<first])
                _ = ring.update(fromContentsOf: samples[first...])
            }
        }
        count += samples.count
    }

    /// Moves up to `wanted` samples to the end of `output`; returns how many.
    @discardableResult
    mutating func remove(_ wanted: Int, appendingTo output: inout [Int16]) -> Int {
        let taken = min(wanted, count)
        guard taken > 0 else { return 0 }
        let first = min(taken, ring.count - head)
        output.append(contentsOf: ring[head..<head + first])
        if taken > first { output.append(contentsOf: ring[0..<taken - first]) }
        head = (head + taken) & (ring.count - 1)
        count -= taken
        if count == 0 { shrink() }
        return taken
    }

    mutating func removeAll() {
        count = 0
        shrink()
    }

    private mutating func reserve(_ needed: Int) {
        guard needed > ring.count else { return }
        var capacity = max(1_024, ring.count)
        while capacity < needed { capacity *= 2 }
        var grown: [Int16] = []
        grown.reserveCapacity(capacity)
        let old = count
        remove(old, appendingTo: &grown)
        grown.append(contentsOf: repeatElement(0, count: capacity - grown.count))
        ring = grown
        head = 0
        count = old
    }

    private mutating func shrink() {
        head = 0
        if ring.count > Self.kept { ring = [] }
    }
}

/// A first-in-first-out queue of samples in blocks: it holds the memory of what waits, not of the longest answer there ever was.
struct SampleQueue {
    /// In order; all but the last are full.
    private var blocks: [[Int16]] = []
    /// An emptied block, for the next one needed.
    private var spare: [Int16]?
    /// Samples of the first block already taken.
    private var head = 0
    private(set) var count = 0

    /// Samples in a block: a quarter of a second at 8 kHz.
    private static let block = 2_048

    mutating func append(_ samples: Span<Int16>) {
        var start = 0
        while start < samples.count {
            if blocks.last.map({ $0.count == Self.block }) ?? true { addBlock() }
            let last = blocks.count - 1
            let end = min(samples.count, start + Self.block - blocks[last].count)
            samples.extracting(start..<end).withUnsafeBufferPointer { blocks[last].append(contentsOf: $0) }
            start = end
        }
        count += samples.count
    }

    /// Moves up to `wanted` samples to the end of `output`; returns how many.
    @discardableResult
    mutating func remove(_ wanted: Int, appendingTo output: inout [Int16]) -> Int {
        let taken = min(wanted, count)
        var rest = taken
        while rest > 0 {
            let end = min(head + rest, blocks[0].count)
            output.append(contentsOf: blocks[0][head..<end])
            rest -= end - head
            head = end
            if head == Self.block { dropBlock() }
        }
        count -= taken
        // The last block is begun anew rather than filled on.
        if count == 0, head > 0 { dropBlock() }
        return taken
    }

    mutating func removeAll() {
        blocks.removeAll(keepingCapacity: true)
        head = 0
        count = 0
    }

    private mutating func addBlock() {
        var block = spare ?? []
        spare = nil
        block.reserveCapacity(Self.block)
        blocks.append(block)
    }

    private mutating func dropBlock() {
        var block = blocks.removeFirst()
        head = 0
        block.removeAll(keepingCapacity: true)
        spare = block
    }
}

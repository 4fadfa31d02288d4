import Glibc
import Synchronization

/// What one call's loop tells the recorder: a bounded ring of messages, written by the loop and read by one recorder thread, without
/// locks, allocations or system calls.
///
/// `@unchecked Sendable`: the loop writes behind `written`, the thread reads behind `read`, and each moves its own mark alone.
final class RecordingRing: @unchecked Sendable {
    enum Kind: UInt8 {
        /// Samples of the caller that arrived.
        case caller
        /// Samples of the agent that were handed over.
        case agent
        /// FreeSWITCH was told to forget what it held.
        case flushed
        /// The stream was restarted.
        case restarted
    }

    struct Header {
        var kind: Kind
        var samples: UInt32 = 0
        /// Samples of the same channel just before these that found no room.
        var lost: UInt32 = 0
        /// On the loop's clock; `Int64.min` for none.
        var nanoseconds: Int64
    }

    private let bytes: UnsafeMutableRawPointer
    private let capacity: Int
    private let written = Atomic<Int>(0)
    private let read = Atomic<Int>(0)
    /// Only the reader's.
    private var scratch: [Int16] = []
    private let end = Atomic<Int64>(Int64.min)
    private let droppedCaller = Atomic<Int>(0)
    private let droppedAgent = Atomic<Int>(0)

    private static let headerSize = MemoryLayout<Header>.size

    init(capacity: Int) {
        self.capacity = capacity
        bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    }

    deinit { bytes.deallocate() }

    // MARK: The loop's side

    /// - Parameter reserve: bytes that must be left free after it.
    /// - Returns: false if there is no room, and nothing was written.
    func write(_ header: Header, _ samples: Span<Int16>, reserve: Int = 0) -> Bool {
        let size = Self.headerSize + samples.count * 2
        let position = written.load(ordering: .relaxed)
        guard position + size + reserve - read.load(ordering: .acquiring) <= capacity else { return false }
        withUnsafeBytes(of: header) { put($0, at: position) }
        samples.withUnsafeBytes { put($0, at: position + Self.headerSize) }
        written.store(position + size, ordering: .releasing)
        return true
    }

    /// Counts samples that found no room.
    func drop(_ kind: Kind, _ samples: Int) {
        switch kind {
        case .caller: droppedCaller.add(samples, ordering: .relaxed)
        case .agent: droppedAgent.add(samples, ordering: .relaxed)
        case .flushed, .restarted: break
        }
    }

    /// Nothing follows.
    func finish(at nanoseconds: Int64) { end.store(nanoseconds, ordering: .releasing) }

    private func put(_ source: UnsafeRawBufferPointer, at position: Int) {
        guard let start = source.baseAddress else { return }
        let offset = position % capacity
        let first = min(source.count, capacity - offset)
        memcpy(bytes + offset, start, first)
        memcpy(bytes, start + first, source.count - first)
    }

    // MARK: The recorder's side

    /// When the call ended; `nil` while it goes on. Read this first: a `drain` after it then has everything.
    var endedAt: Int64? {
        let moment = end.load(ordering: .acquiring)
        return moment == Int64.min ? nil : moment
    }

    /// Samples that found no room.
    var dropped: (caller: Int, agent: Int) { (droppedCaller.load(ordering: .relaxed), droppedAgent.load(ordering: .relaxed)) }

    /// Hands out all messages that are there, in order.
    func drain(_ body: (Header, Span<Int16>) -> Void) {
        let limit = written.load(ordering: .acquiring)
        var position = read.load(ordering: .relaxed)
        while position < limit {
            var header = Header(kind: .flushed, nanoseconds: 0)
            withUnsafeMutableBytes(of: &header) { get($0, at: position) }
            scratch.removeAll(keepingCapacity: true)
            scratch.append(contentsOf: repeatElement(0, count: Int(header.samples)))
            scratch.withUnsafeMutableBytes { get($0, at: position + Self.headerSize) }
            position += Self.headerSize + Int(header.samples) * 2
            read.store(position, ordering: .releasing)
            scratch.withUnsafeBufferPointer { body(header, $0.span) }
        }
    }

    private func get(_ target: UnsafeMutableRawBufferPointer, at position: Int) {
        guard let start = target.baseAddress else { return }
        let offset = position % capacity
        let first = min(target.count, capacity - offset)
        memcpy(start, bytes + offset, first)
        memcpy(start + first, bytes, target.count - first)
    }
}

/// A call that is to come; cancelling it forgets the work at once.
public final class LoopTimer {
    fileprivate var work: (() -> Void)?
    fileprivate let deadline: Int64
    /// Orders timers of one deadline by when they were set.
    fileprivate let number: Int

    fileprivate init(deadline: Int64, number: Int, work: @escaping () -> Void) {
        self.deadline = deadline
        self.number = number
        self.work = work
    }

    public func cancel() { work = nil }

    fileprivate func isBefore(_ other: LoopTimer) -> Bool {
        deadline == other.deadline ? number < other.number : deadline < other.deadline
    }
}

/// Timers by deadline: a binary heap. A class, since expired work adds timers.
final class TimerQueue {
    private var heap: [LoopTimer] = []
    private var nextNumber = 0
    /// The heap's size at which cancelled timers are looked for.
    private var sweepAt = 64

    /// Timers held, cancelled ones included.
    var count: Int { heap.count }

    func add(at deadline: Int64, _ work: @escaping () -> Void) -> LoopTimer {
        if heap.count >= sweepAt { sweep() }
        nextNumber += 1
        let timer = LoopTimer(deadline: deadline, number: nextNumber, work: work)
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, timer.isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return timer
    }

    /// Forgets cancelled timers; a sorted array is a heap.
    private func sweep() {
        heap = heap.filter { $0.work != nil }.sorted { $0.isBefore($1) }
        sweepAt = max(64, heap.count * 2)
    }

    func expire(at now: Int64) {
        while let first = heap.first, first.deadline <= now || first.work == nil {
            removeFirst()
            let work = first.work
            first.work = nil
            work?()
        }
    }

    private func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            let left = parent * 2 + 1
            guard left < heap.count else { return }
            let smaller = left + 1 < heap.count && heap[left + 1].isBefore(heap[left]) ? left + 1 : left
            guard heap[smaller].isBefore(heap[parent]) else { return }
            heap.swapAt(smaller, parent)
            parent = smaller
        }
    }
}

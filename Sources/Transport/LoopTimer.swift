/// A call that is to come; cancelling it forgets the work at once.
public final class LoopTimer {
    fileprivate var work: (() -> Void)?
    fileprivate let deadline: Int64

    fileprivate init(deadline: Int64, work: @escaping () -> Void) {
        self.deadline = deadline
        self.work = work
    }

    public func cancel() { work = nil }
}

/// Timers by deadline: a binary heap. A class, since expired work adds timers.
final class TimerQueue {
    private var heap: [LoopTimer] = []

    func add(at deadline: Int64, _ work: @escaping () -> Void) -> LoopTimer {
        let timer = LoopTimer(deadline: deadline, work: work)
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, heap[child].deadline < heap[(child - 1) / 2].deadline {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return timer
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
            let smaller = left + 1 < heap.count && heap[left + 1].deadline < heap[left].deadline ? left + 1 : left
            guard heap[smaller].deadline < heap[parent].deadline else { return }
            heap.swapAt(smaller, parent)
            parent = smaller
        }
    }
}

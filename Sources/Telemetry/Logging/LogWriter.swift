import Foundation
import Locking
import Synchronization

/// Writes log lines on a thread of its own, so that a slow reader never holds up a loop. Bounded: what comes while 10,000 lines or
/// 8 MiB wait is dropped, and how much was is said when there is room again.
public final class LogWriter: Sendable {
    private struct State {
        var lines: [String] = []
        var bytes = 0
        /// Since the last announcement.
        var dropped = 0
        var isStopping = false
        var announcement: @Sendable (Int) -> String = { "\($0) log lines were dropped" }
    }

    private static let byteLimit = 8 << 20
    /// What a pipe takes in one piece, so that lines of several writers never mix (Linux' `PIPE_BUF`).
    private static let pieceLimit = 4_096

    private let descriptor: Int32
    private let lineLimit: Int
    private let state = Locked(State())
    private let totalDropped = Atomic<Int>(0)
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    /// - Parameters:
    ///   - descriptor: written to, never closed.
    ///   - lineLimit: how many lines may wait.
    public init(descriptor: Int32 = STDERR_FILENO, lineLimit: Int = 10_000) {
        self.descriptor = descriptor
        self.lineLimit = lineLimit
        ended.enter()
        let thread = Thread { [self] in run() }
        thread.name = "log"
        thread.start()
    }

    /// Lines that nobody will read: the queue was full, or the descriptor is broken.
    public var droppedLines: Int { totalDropped.load(ordering: .relaxed) }

    /// Queues a line, which must hold no line break. Never waits for the reader.
    public func write(_ line: String) {
        let size = line.utf8.count + 1
        let (isFirst, isTaken) = state.withLock { state in
            guard !state.isStopping, state.lines.count < lineLimit, state.bytes + size <= Self.byteLimit else {
                state.dropped += 1
                return (false, false)
            }
            state.lines.append(line)
            state.bytes += size
            return (state.lines.count == 1, true)
        }
        if !isTaken { totalDropped.add(1, ordering: .relaxed) }
        if isFirst { wake.signal() }
    }

    /// How drops are said; whoever makes the lines knows their form.
    func announceDrops(_ announcement: @escaping @Sendable (Int) -> String) { state.withLock { $0.announcement = announcement } }

    /// Writes what waits and ends; later lines are dropped. Waits two seconds at most.
    public func stop() {
        state.withLock { $0.isStopping = true }
        wake.signal()
        _ = ended.wait(timeout: .now() + 2)
    }

    private func run() {
        // A reader that went away must not end the process.
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
        while true {
            wake.wait()
            let (lines, announcement, isStopping) = state.withLock { state in
                defer { (state.lines, state.bytes, state.dropped) = ([], 0, 0) }
                return (state.lines, state.dropped > 0 ? state.announcement(state.dropped) : nil, state.isStopping)
            }
            writeOut(lines + (announcement.map { [$0] } ?? []))
            if isStopping { break }
        }
        ended.leave()
    }

    /// Whole lines at a time, as many as fit into one piece.
    private func writeOut(_ lines: [String]) {
        var piece: [UInt8] = []
        var count = 0
        for line in lines {
            if !piece.isEmpty, piece.count + line.utf8.count + 1 > Self.pieceLimit {
                flush(&piece, &count)
            }
            piece += line.utf8
            piece.append(UInt8(ascii: "\n"))
            count += 1
        }
        if !piece.isEmpty { flush(&piece, &count) }
    }

    private func flush(_ piece: inout [UInt8], _ count: inout Int) {
        if !Self.write(piece, to: descriptor) { totalDropped.add(count, ordering: .relaxed) }
        piece.removeAll(keepingCapacity: true)
        count = 0
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start) }
            if written > 0 {
                start += written
            } else if written < 0, errno == EAGAIN {
                // Somebody made a shared terminal or pipe non-blocking.
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&entry, 1, 1_000)
            } else if !(written < 0 && errno == EINTR) {
                return false
            }
        }
        return true
    }
}

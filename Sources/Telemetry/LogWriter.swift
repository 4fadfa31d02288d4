import Foundation
import Synchronization

/// Writes log lines to standard error on a thread of its own, so that a slow terminal never holds up a loop. Bounded: what comes
/// while 10,000 lines wait is dropped, and how many were is said when there is room again.
public final class LogWriter: Sendable {
    private struct State {
        var lines: [String] = []
        var dropped = 0
        var isStopping = false
    }

    private static let limit = 10_000
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    public init() {
        let thread = Thread { [self] in run() }
        thread.name = "log"
        thread.start()
    }

    public func write(_ line: String) {
        state.withLock { state in
            if state.lines.count < Self.limit { state.lines.append(line) } else { state.dropped += 1 }
        }
        wake.signal()
    }

    /// Writes what waits and ends.
    public func stop() {
        state.withLock { $0.isStopping = true }
        wake.signal()
        _ = ended.wait(timeout: .now() + 2)
    }

    private func run() {
        while true {
            wake.wait()
            let (lines, dropped, isStopping) = state.withLock { state in
                defer {
                    state.lines.removeAll()
                    state.dropped = 0
                }
                return (state.lines, state.dropped, state.isStopping)
            }
            var text = lines.joined(separator: "\n")
            if !lines.isEmpty { text += "\n" }
            if dropped > 0 { text += "{\"level\":\"warning\",\"message\":\"\(dropped) log lines were dropped\"}\n" }
            if !text.isEmpty { FileHandle.standardError.write(Data(text.utf8)) }
            if isStopping { break }
        }
        ended.signal()
    }
}

import Foundation
import Glibc

/// When the process began, and what it has used of the processors since.
enum ProcessTime {
    /// Unix seconds, as Prometheus' own libraries work it out; `nil` where /proc is not to be read. To be read
    /// once: it moves with a clock that is set, and that would look like a restart.
    static var startedAt: Double? {
        guard let own = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let machine = try? String(contentsOfFile: "/proc/stat", encoding: .utf8)
        else { return nil }
        return startedAt(own, machine, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)))
    }

    /// - Parameters:
    ///   - own: `/proc/self/stat`, whose 22nd field is the start in ticks since the machine's (proc(5)); the second may hold blanks and brackets.
    ///   - machine: `/proc/stat`, which has the machine's start as `btime`.
    static func startedAt(_ own: String, _ machine: String, ticksPerSecond: Int) -> Double? {
        guard let name = own.lastIndex(of: ")"), ticksPerSecond > 0 else { return nil }
        let fields = own[own.index(after: name)...].split(separator: " ")
        let booted = machine.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
        guard fields.count > 19, let ticks = Double(fields[19]), let booted else { return nil }
        return booted + ticks / Double(ticksPerSecond)
    }

    /// Seconds of a processor, of all threads.
    static var used: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

import Comparison
import Foundation

/// On what a run was made.
enum Machine {
    static var facts: RunFacts.Machine {
        var system = utsname()
        uname(&system)
        let kernel = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
        let model = lines.first { $0.hasPrefix("model name") }.flatMap { $0.split(separator: ":").last }
        return RunFacts.Machine(
            cores: ProcessInfo.processInfo.activeProcessorCount, kernel: kernel, processor: model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown")
    }
}

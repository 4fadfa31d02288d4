import Foundation

/// All figures of a run, as JSON and as markdown tables.
struct Report: Codable {
    var resamplers: [ResamplerFigures]
    var operations: [OperationFigures]

    var markdown: String {
        var lines = [
            "| from → to | by | µs per 20 ms | delay, ms | gain at 0.85 Nyquist, dB | worst image or alias, dB | SNR of 1 kHz, dB | allocations |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for row in resamplers {
            let numbers = [
                (row.microsecondsPerFrame, 2), (row.delayMilliseconds, 2), (row.gainDecibels, 3), (row.worstProductDecibels, 1), (row.signalToNoiseDecibels, 1),
                (row.allocationsPerFrame, 2),
            ]
            lines.append("| \(row.from) → \(row.to) | \(row.implementation) | " + numbers.map { Self.text($0.0, $0.1) }.joined(separator: " | ") + " |")
        }
        lines += ["", "| operation on a 20 ms frame | µs | allocations |", "|---|---|---|"]
        for row in operations { lines.append("| \(row.operation) | \(Self.text(row.microsecondsPerFrame, 2)) | \(Self.text(row.allocationsPerFrame, 2)) |") }
        return lines.joined(separator: "\n")
    }

    /// What the audio path must keep to; empty when all is well.
    var shortcomings: [String] {
        let own = resamplers.filter { $0.implementation == "own" }
        return own.filter { abs($0.gainDecibels) > 0.1 }.map { "\($0.from) → \($0.to): gain \($0.gainDecibels) dB" }
            + own.filter { $0.worstProductDecibels > -80 }.map { "\($0.from) → \($0.to): a product at \($0.worstProductDecibels) dB" }
            + own.filter { $0.delayMilliseconds > 3.05 }.map { "\($0.from) → \($0.to): delay \($0.delayMilliseconds) ms" }
            + operations.filter { $0.allocationsPerFrame > 0.01 }.map { "\($0.operation): \($0.allocationsPerFrame) allocations a frame" }
            + own.filter { $0.allocationsPerFrame > 0.01 }.map { "\($0.from) → \($0.to): \($0.allocationsPerFrame) allocations a frame" }
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path))
    }

    private static func text(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

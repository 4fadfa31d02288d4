import Foundation

/// One line on the terminal, or one a minute elsewhere: how far, and how long yet.
struct BenchProgress {
    private let begun = Date()
    private let before: Int
    private var last = Date.distantPast
    private let isTerminal = isatty(2) == 1

    /// - Parameter done: calls of an earlier part of the run, which tell nothing of this one's pace.
    init(done: Int) { before = done }

    mutating func show(_ done: Int, _ live: Int, _ total: Int) {
        guard isTerminal || Date().timeIntervalSince(last) >= 60 else { return }
        last = Date()
        let filled = total == 0 ? 0 : done * 30 / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let pace = Double(done - before) / max(1, Date().timeIntervalSince(begun))
        let rest = pace > 0 ? Self.span(Double(total - done) / pace) : "…"
        write("\(isTerminal ? "\r" : "")\(bar) \(done) of \(total) calls · \(live) under way · \(rest) left\(isTerminal ? "   " : "\n")")
    }

    func end() { if isTerminal { write("\n") } }

    private static func span(_ seconds: Double) -> String {
        seconds < 90 ? "\(Int(seconds.rounded())) s" : "\(Int((seconds / 60).rounded())) min"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

import Locking
import Comparison
import Foundation

/// A run's calls as they end, one JSON object a line, so that a run can be interrupted and gone on with.
public final class BenchJournal: Sendable {
    /// The file belongs to another run, or can't be used.
    public struct Problem: Error, CustomStringConvertible { public var description: String }

    private struct Heading: Codable, Equatable {
        /// Everything that decides which calls are made, as text.
        var plan: String
        var startedAt: Date
    }

    public let startedAt: Date
    /// Calls of an earlier part of the run.
    public let done: [MeasuredCall]
    private let file: Locked<FileHandle>

    /// - Parameter plan: describes the run; a journal of another is refused.
    public init(path: String, plan: String) throws(Problem) {
        let decoder = JSONDecoder()
        var lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        do {
            if lines.isEmpty {
                let heading = Heading(plan: plan, startedAt: Date())
                lines = [try Self.line(heading)]
                try Data((lines[0] + "\n").utf8).write(to: URL(fileURLWithPath: path))
            }
            let heading = try decoder.decode(Heading.self, from: Data(lines[0].utf8))
            guard heading.plan == plan else {
                throw Problem(description: "\(path) is of another run; give --out another folder, or remove it. It has: \(heading.plan); this run: \(plan)")
            }
            startedAt = heading.startedAt
            // The last line may have been cut off when the run was killed.
            done = lines.dropFirst().compactMap { try? decoder.decode(MeasuredCall.self, from: Data($0.utf8)) }
            var text = lines[0] + "\n"
            for call in done { text += try Self.line(call) + "\n" }
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            file = Locked(handle)
        } catch let problem as Problem { throw problem } catch { throw Problem(description: "\(path): \(error)") }
    }

    public func add(_ call: MeasuredCall) {
        guard let line = try? Self.line(call) else { return }
        file.withLock { try? $0.write(contentsOf: Data((line + "\n").utf8)) }
    }

    private static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

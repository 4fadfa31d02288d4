import Comparison
import Foundation
import Glibc
import Locking

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

    /// - Parameter plan: describes the run; a journal of another is refused, unless no call of it was ever made.
    public init(path: String, plan: String) throws(Problem) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Problem(description: "\(path): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Held until the process ends, however it does.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Problem(description: "\(path): another run is writing it; give --out another folder") }
        do {
            let decoder = JSONDecoder()
            let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
            let lines = text.split(separator: "\n").map(String.init)
            // The last line may have been cut off when the run was killed.
            var calls = lines.dropFirst().compactMap { try? decoder.decode(MeasuredCall.self, from: Data($0.utf8)) }
            var seen: Set<String> = []
            calls.removeAll { !seen.insert($0.id).inserted }
            var heading = Heading(plan: plan, startedAt: Date())
            if !calls.isEmpty {
                heading = try decoder.decode(Heading.self, from: Data(lines[0].utf8))
                guard heading.plan == plan else {
                    throw Problem(description: "\(path) is of another run; give --out another folder, or remove it. It has: \(heading.plan); this run: \(plan)")
                }
            } else if let first = lines.first, (try? decoder.decode(Heading.self, from: Data(first.utf8))) == nil {
                throw Problem(description: "\(path) is no journal of a run; give --out another folder, or remove it")
            }
            startedAt = heading.startedAt
            done = calls
            let whole = try ([Self.line(heading)] + calls.map(Self.line)).map { $0 + "\n" }.joined()
            if whole != text {
                try handle.seek(toOffset: 0)
                try handle.write(contentsOf: Data(whole.utf8))
                try handle.truncate(atOffset: UInt64(whole.utf8.count))
            }
            file = Locked(handle)
        } catch let problem as Problem { throw problem } catch {
            throw Problem(description: "\(path): it can't be read as a run's journal, or not be written; give --out another folder")
        }
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

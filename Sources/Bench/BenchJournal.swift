import Comparison
import Foundation
import Glibc
import Locking
import Synchronization

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
    private let lost = Atomic<Int>(0)

    /// - Parameter plan: describes the run; a journal of another is refused, unless no call of it was ever made.
    public init(path: String, plan: String) throws(Problem) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Problem(description: "\(path): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Held until the process ends, however it does.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno == EWOULDBLOCK ? "another run is writing it; give --out another folder" : String(cString: strerror(errno))
            throw Problem(description: "\(path): \(reason)")
        }
        do {
            let decoder = JSONDecoder()
            let text = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
            let lines = text.split(separator: "\n").map(String.init)
            var heading = Heading(plan: plan, startedAt: Date())
            var calls: [MeasuredCall] = []
            if let first = lines.first {
                guard let found = try? decoder.decode(Heading.self, from: Data(first.utf8)) else {
                    throw Problem(description: "\(path) is no journal of a run; give --out another folder, or remove it")
                }
                calls = try Self.calls(lines, path)
                if !calls.isEmpty { heading = found }
                guard heading.plan == plan else {
                    throw Problem(description: "\(path) is of another run; give --out another folder, or remove it. It has: \(heading.plan); this run: \(plan)")
                }
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

    /// Each once. The last line may have been cut off when the run was killed; any other that can't be read has a call that was made and paid for.
    private static func calls(_ lines: [String], _ path: String) throws(Problem) -> [MeasuredCall] {
        var calls: [MeasuredCall] = []
        var seen: Set<String> = []
        for (index, line) in lines.enumerated().dropFirst() {
            guard let call = try? JSONDecoder().decode(MeasuredCall.self, from: Data(line.utf8)) else {
                if index == lines.count - 1 { break }
                throw Problem(description: "\(path), line \(index + 1): it is no call that this version can read; give --out another folder")
            }
            if seen.insert(call.id).inserted { calls.append(call) }
        }
        return calls
    }

    /// Calls that could not be written down: a run that goes on will make them again.
    public var unwritten: Int { lost.load(ordering: .relaxed) }

    public func add(_ call: MeasuredCall) {
        let isWritten = file.withLock { file in
            guard let line = try? Self.line(call) else { return false }
            return (try? file.write(contentsOf: Data((line + "\n").utf8))) != nil
        }
        if !isWritten { lost.add(1, ordering: .relaxed) }
    }

    private static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

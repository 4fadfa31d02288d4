import CallControl
import Foundation
import Locking
import Synchronization

/// Writes finished calls' records as JSON files, on a thread of its own. Bounded: when the disk is slower than the calls, records
/// beyond the bound go to the log alone, and are counted.
final class RecordWriter: Sendable {
    private struct State {
        var queue: [CallRecord] = []
        var isStopping = false
    }

    struct UnusableFolder: Error, CustomStringConvertible { var description: String }

    static let limit = 10_000

    private let directory: String?
    private let tell: @Sendable (String) -> Void
    /// The writing thread's.
    private let problem = Locked<String?>(nil)
    private let state = Locked(State())
    private let wake = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)
    private let dropped = Atomic<Int>(0)
    private let failed = Atomic<Int>(0)

    /// Records that were not written: too many waited, or the disk refused.
    var lost: Int { dropped.load(ordering: .relaxed) + failed.load(ordering: .relaxed) }

    /// - Parameter directory: where `<call_uuid>.json` goes (`<call_uuid>-<started_at>.json` for a call of the same id); `nil` keeps no files.
    /// - Parameter tell: is told why a record could not be written, when that is new.
    init(directory: String?, tell: @escaping @Sendable (String) -> Void = { _ in }) throws {
        self.directory = directory
        self.tell = tell
        guard let directory else { return }
        var isDirectory: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory)
        guard !isThere || isDirectory.boolValue else { throw UnusableFolder(description: "records_directory: \(directory) is a file") }
        do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
            throw UnusableFolder(description: "records_directory: \(directory) can't be made: \((error as NSError).localizedDescription)")
        }
        let thread = Thread { [self] in run(directory) }
        thread.name = "records"
        thread.start()
    }

    func write(_ record: CallRecord) {
        guard directory != nil else { return }
        let isFull = state.withLock { state in
            guard state.queue.count < Self.limit else { return true }
            state.queue.append(record)
            return false
        }
        if isFull { dropped.add(1, ordering: .relaxed) } else { wake.signal() }
    }

    /// Writes what waits, then ends the thread.
    func stop() {
        guard directory != nil else { return }
        state.withLock { $0.isStopping = true }
        wake.signal()
        _ = finished.wait(timeout: .now() + 10)
    }

    private func run(_ directory: String) {
        while true {
            wake.wait()
            let (records, isStopping) = state.withLock { state in
                defer { state.queue.removeAll() }
                return (state.queue, state.isStopping)
            }
            for record in records { save(record, in: directory) }
            if isStopping { break }
        }
        finished.signal()
    }

    private func save(_ record: CallRecord, in directory: String) {
        do {
            guard let file = Self.file(of: record, in: directory) else { return }
            try Self.encode(record).write(to: file, options: .atomic)
            problem.withLock { $0 = nil }
        } catch {
            failed.add(1, ordering: .relaxed)
            let text = (error as NSError).localizedDescription
            let isNew = problem.withLock { problem in
                defer { problem = text }
                return problem != text
            }
            if isNew { tell(text) }
        }
    }

    /// What was written of a call; `nil` where nothing was, or nothing is kept.
    func record(of call: CallID, startedAt: Int64) -> CallRecord? {
        guard let directory else { return nil }
        let folder = URL(fileURLWithPath: directory)
        for name in ["\(call.rawValue).json", "\(call.rawValue)-\(startedAt).json"] {
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)), let record = try? JSONDecoder().decode(CallRecord.self, from: data)
            else { continue }
            if record.started_at == startedAt { return record }
        }
        return nil
    }

    /// FreeSWITCH may start a channel's stream again after the call here has ended: each keeps a record of its own.
    /// - Returns: `nil` for a call that has one: its gateway died between the record's end and the journal's.
    private static func file(of record: CallRecord, in directory: String) -> URL? {
        let folder = URL(fileURLWithPath: directory)
        let usual = folder.appendingPathComponent("\(record.call_uuid).json")
        guard let earlier = try? Data(contentsOf: usual) else { return usual }
        if let known = try? JSONDecoder().decode(CallRecord.self, from: earlier), known.started_at == record.started_at { return nil }
        return folder.appendingPathComponent("\(record.call_uuid)-\(record.started_at).json")
    }

    static func encode(_ record: CallRecord) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(record)
    }
}

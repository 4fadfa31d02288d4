import CallControl
import Foundation
import Glibc

/// The folder where the gateway leaves each call's record, `<call_uuid>.json`.
public struct CallFolder: Sendable {
    public let path: String

    /// A record is longer than this only if something else wrote it.
    static let longest = 64 << 20

    public init(_ path: String) { self.path = path }

    /// What reading a folder gave.
    public struct Listing: Sendable {
        /// Oldest first.
        public var calls: [CallRow] = []
        /// Files that hold no record, and why.
        public var unreadable: [(file: String, problem: String)] = []
    }

    /// - Parameter outbox: knows tickets that OmniPlay took after the call's record was written.
    /// - Throws: if the folder can't be read.
    public func list(_ filter: CallFilter, outbox: (CallID) -> TicketReceipt? = { _ in nil }) throws -> Listing {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }
        var listing = Listing()
        for name in names where isRecent(name, filter.since) {
            do {
                let record = try Self.read(data(name))
                if filter.takes(record) { listing.calls.append(CallRow(record, file: name, Self.receipt(of: record, outbox))) }
            } catch {
                listing.unreadable.append((name, Self.problem(error)))
            }
        }
        listing.calls.sort { ($0.startedAt, $0.file) < ($1.startedAt, $1.file) }
        listing.unreadable.sort { $0.file < $1.file }
        return listing
    }

    /// The records' files, newest first, as far as the file system tells: a record is written when its call has ended.
    /// - Throws: if the folder can't be read.
    public func files(most: Int) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }
        let dated = names.map { name in (name: name, at: Self.changed("\(path)/\(name)")) }
        return dated.sorted { ($0.at, $0.name) > ($1.at, $1.name) }.prefix(most).map(\.name)
    }

    /// When a file last came or went, in nanoseconds since 1970; 0 if that can't be told.
    public var changedAt: Int64 { Self.changed(path) }

    private static func changed(_ file: String) -> Int64 {
        var facts = stat()
        return stat(file, &facts) == 0 ? Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec) : 0
    }

    /// - Returns: `nil` for a name that is no record's file.
    public func record(file: String) -> CallRecord? {
        guard Self.isSafe(file), file.hasSuffix(".json") else { return nil }
        return try? Self.read(data(file))
    }

    /// - Returns: the record; the latest, if calls of this id had several; `nil` if there is no such call.
    /// - Throws: for a file that is no record.
    public func call(_ id: String, outbox: (CallID) -> TicketReceipt? = { _ in nil }) throws -> CallRow? {
        guard Self.isSafe(id) else { return nil }
        let later = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let names = later.filter { $0 == "\(id).json" || Self.isLater($0, of: id) }
        // They are named after the moment they began.
        guard let name = names.max(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) else { return nil }
        let record = try Self.read(data(name))
        return CallRow(record, file: name, Self.receipt(of: record, outbox))
    }

    /// `<call_uuid>-<started_at>.json`.
    private static func isLater(_ name: String, of id: String) -> Bool {
        guard name.hasPrefix("\(id)-"), name.hasSuffix(".json") else { return false }
        let moment = name.dropFirst(id.count + 1).dropLast(5)
        return moment.count == 13 && moment.allSatisfy { ("0"..."9").contains($0) }
    }

    /// The record itself, whole.
    public func record(_ row: CallRow) throws -> CallRecord { try Self.read(data(row.file)) }

    /// A record is written when its call has ended, never before it began.
    private func isRecent(_ name: String, _ since: Int64?) -> Bool {
        guard let since else { return true }
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        guard let changed = attributes?[.modificationDate] as? Date else { return true }
        return changed.timeIntervalSince1970 * 1_000 >= Double(since) - 1_000
    }

    private func data(_ name: String) throws -> Data {
        let file = "\(path)/\(name)"
        let size = (try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        guard size <= Self.longest else { throw TooLong() }
        return try Data(contentsOf: URL(fileURLWithPath: file))
    }

    private static func read(_ data: Data) throws -> CallRecord { try JSONDecoder().decode(CallRecord.self, from: data) }

    private static func receipt(of record: CallRecord, _ outbox: (CallID) -> TicketReceipt?) -> TicketReceipt? {
        record.ticket_id == nil && record.handoff_reason != nil ? outbox(CallID(record.call_uuid)) : nil
    }

    /// An id is a file's name here, never a path.
    private static func isSafe(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 128 && !id.hasPrefix(".") && !id.contains("/") && !id.contains("\0")
    }

    private struct TooLong: Error {}

    private static func problem(_ error: any Error) -> String {
        switch error {
        case is TooLong: "it is longer than \(longest >> 20) MiB"
        case is DecodingError: "it is no call record"
        default: "it can't be read"
        }
    }
}

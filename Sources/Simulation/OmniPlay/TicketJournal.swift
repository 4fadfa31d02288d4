import Foundation
import Locking
import WireProtocols

/// The stand-in's tickets on disk, one JSON object a line: what it has acknowledged survives its end, however it comes.
final class TicketJournal: Sendable {
    private let path: String
    private let file: Locked<FileHandle>

    /// Opens the file, or makes it.
    /// - Returns: the tickets that are in it.
    static func open(_ path: String) throws -> (TicketJournal, [StoredTicket]) {
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
        let content = try Data(contentsOf: URL(fileURLWithPath: path))
        let lines = content.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        // A line that a killed process left unfinished was never acknowledged.
        if let last = content.last, last != UInt8(ascii: "\n") {
            try handle.truncate(atOffset: UInt64(content.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0))
        }
        try handle.seekToEnd()
        return (TicketJournal(path, handle), lines.compactMap(StoredTicket.init(line:)))
    }

    private init(_ path: String, _ handle: FileHandle) {
        self.path = path
        file = Locked(handle)
    }

    /// Written and synced when this returns.
    func append(_ ticket: StoredTicket) throws {
        try file.withLock { file in
            try file.write(contentsOf: Data((ticket.json.text + "\n").utf8))
            try file.synchronize()
        }
    }

    func clear() throws { try file.withLock { try $0.truncate(atOffset: 0) } }
}

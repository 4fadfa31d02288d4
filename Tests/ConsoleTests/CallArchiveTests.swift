import CallControl
import Foundation
import Installation
import Testing

@testable import Console

@Suite struct CallArchiveTests {
    private static func at(_ seconds: Int) -> Instant { Instant(nanoseconds: Int64(seconds) * 1_000_000_000) }

    private static func found(_ archive: inout CallArchive, at second: Int) throws -> [String] {
        try archive.calls(CallArchive.Wish(), at: at(second), name: { $0 }, number: { $0 }).rows.map(\.file)
    }

    /// Thousands of them would be read again every other second.
    @Test func whatIsNoRecordIsLookedAtAgainInFiveMinutes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sample = try Data(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "WireProtocolsTests/OpenTelemetry/call.json"))
        try Data("{".utf8).write(to: folder.appending(path: "a.json"))
        var archive = CallArchive(folder.path)
        #expect(try Self.found(&archive, at: 10).isEmpty)
        try sample.write(to: folder.appending(path: "a.json"))
        try sample.write(to: folder.appending(path: "b.json"))
        #expect(try Self.found(&archive, at: 11).isEmpty, "looked at twice within two seconds")
        #expect(try Self.found(&archive, at: 12) == ["b.json"])
        #expect(try Self.found(&archive, at: 311).sorted() == ["a.json", "b.json"])
    }
}

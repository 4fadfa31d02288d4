import Foundation
import Testing

@testable import Gateway

@Suite struct RecordingFolderTests {
    private let folder: RecordingFolder
    private let root = FileManager.default.temporaryDirectory.path + "/recordings-\(UUID().uuidString)"

    init() throws {
        folder = RecordingFolder(root: root)
        try folder.make()
        try FileManager.default.createDirectory(atPath: root + "/2025-11-25", withIntermediateDirectories: true)
    }

    private func put(_ name: String, _ text: String = "x") throws { try text.write(toFile: root + "/" + name, atomically: false, encoding: .utf8) }

    private func names(_ folder: String = "2025-11-25") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []).sorted()
    }

    private func remove() { try? FileManager.default.removeItem(atPath: root) }

    @Test func whatACrashLeftBehindIsClosed() throws {
        defer { remove() }
        try put("2025-11-25/a.opus.part")
        try put("2025-11-25/empty.opus.part", "")
        try put("elsewhere.opus.part")
        #expect(folder.recover() == ["2025-11-25/a.opus"])
        #expect(names() == ["a.opus"])
        #expect(names("") == ["2025-11-25", "elsewhere.opus.part"], "only folders of days are ours")
    }

    @Test func whatAnotherGatewayIsWritingIsLeftAlone() throws {
        defer { remove() }
        let file = try RecordingFile(folder.fullPath("2025-11-25/a.opus"))
        try file.append([1])
        #expect(folder.recover() == [])
        try file.finish()
        #expect(names() == ["a.opus"])
    }

    @Test func theFilesAreTheQueue() throws {
        defer { remove() }
        for name in ["b", "a", "c"] {
            try put("2025-11-25/\(name).opus")
            folder.markWaiting("2025-11-25/\(name).opus")
        }
        #expect(folder.waitingRecordings() == ["2025-11-25/a.opus", "2025-11-25/b.opus", "2025-11-25/c.opus"])
        folder.markUploaded("2025-11-25/a.opus", removing: true)
        folder.markUploaded("2025-11-25/b.opus", removing: false)
        #expect(names() == ["b.opus", "c.opus", "c.opus.upload"])
        #expect(folder.waitingRecordings() == ["2025-11-25/c.opus"])
        // Deleted by hand: nothing waits.
        try FileManager.default.removeItem(atPath: root + "/2025-11-25/c.opus")
        #expect(folder.waitingRecordings() == [])
        #expect(names() == ["b.opus"])
        folder.markUploaded("2025-11-25/b.opus", removing: true)
        #expect(names("") == [], "the folder of a day goes with its last recording")
    }

    @Test func aMarkWaitsForARecordingThatIsStillOpen() throws {
        defer { remove() }
        try put("2025-11-25/a.opus.part")
        folder.markWaiting("2025-11-25/a.opus")
        #expect(folder.waitingRecordings() == [])
        #expect(folder.recover() == ["2025-11-25/a.opus"])
        #expect(folder.waitingRecordings() == ["2025-11-25/a.opus"])
    }

    @Test func ageDeletesUploadedOrNot() throws {
        defer { remove() }
        for (name, age) in [("old", 100.0), ("waiting", 100), ("new", 1)] {
            try put("2025-11-25/\(name).opus")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000 - age)], ofItemAtPath: root + "/2025-11-25/\(name).opus")
        }
        folder.markWaiting("2025-11-25/waiting.opus")
        try put("2025-11-25/notes.txt")
        let removed = folder.removeOlder(than: 950)
        #expect(removed.count == 2 && removed.unsent == 1)
        #expect(names() == ["new.opus", "notes.txt"])
        #expect(folder.removeOlder(than: 950).count == 0)
    }

    @Test func delaysGrowToFiveMinutesAndDiffer() {
        var random = SystemRandomNumberGenerator()
        for (attempt, full) in [(1, 1.0), (2, 2), (5, 16), (9, 256), (10, 300), (1_000, 300)] {
            let delays = (0..<50).map { _ in UploadBackoff.delay(afterAttempt: attempt, using: &random) }
            #expect(delays.allSatisfy { $0 >= .seconds(full / 2) && $0 <= .seconds(full) })
            #expect(Set(delays).count > 10)
        }
    }
}

import Foundation
import Glibc

/// The recordings on this machine. The files themselves say how far each has come, so that nothing is forgotten when the gateway ends:
/// `….opus.part` is being written, or was when its gateway was killed; `….opus.upload`, empty, means that `….opus` waits for its upload.
struct RecordingFolder: Sendable {
    let root: String

    static let ending = ".opus"
    static let waiting = ".upload"

    func fullPath(_ path: String) -> String { root + "/" + path }

    /// - Throws: if it can't be made.
    func make() throws { try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true) }

    /// Every file in the folders of the days, sorted: the oldest first.
    private func files(ending: String) -> [String] {
        let days = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return days.filter(Self.isDay).sorted().flatMap { day in
            ((try? FileManager.default.contentsOfDirectory(atPath: fullPath(day))) ?? []).filter { $0.hasSuffix(ending) }.sorted().map { "\(day)/\($0)" }
        }
    }

    private static func isDay(_ name: String) -> Bool { name.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil }

    // MARK: Uploads

    /// From now on it waits for its upload.
    func markWaiting(_ path: String) {
        let descriptor = open(fullPath(path) + Self.waiting, O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
        if descriptor >= 0 { close(descriptor) }
    }

    /// It has been uploaded.
    /// - Parameter removing: the recording isn't wanted here any more.
    func markUploaded(_ path: String, removing: Bool) {
        // In this order, a crash in between makes for one upload too many, which changes nothing.
        if removing { unlink(fullPath(path)) }
        unlink(fullPath(path) + Self.waiting)
        if removing { removeIfEmpty(dayOf: path) }
    }

    /// Recordings that wait for their upload, the oldest first.
    func waitingRecordings() -> [String] {
        files(ending: Self.ending + Self.waiting).map { String($0.dropLast(Self.waiting.count)) }.filter { path in
            let isThere = access(fullPath(path), F_OK) == 0 || access(fullPath(path) + RecordingFile.unfinished, F_OK) == 0
            if !isThere { unlink(fullPath(path) + Self.waiting) }
            return access(fullPath(path), F_OK) == 0
        }
    }

    // MARK: After a crash

    /// Closes what a killed gateway left behind; what another gateway is writing is locked, and left alone.
    /// - Returns: the recordings closed.
    func recover() -> [String] {
        files(ending: Self.ending + RecordingFile.unfinished).compactMap { part in
            let path = String(part.dropLast(RecordingFile.unfinished.count))
            let descriptor = open(fullPath(part), O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var facts = stat()
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &facts) == 0 else { return nil }
            if facts.st_size == 0 { unlink(fullPath(part)) }
            return facts.st_size > 0 && rename(fullPath(part), fullPath(path)) == 0 ? path : nil
        }
    }

    // MARK: Retention

    /// Deletes recordings last written before a moment.
    /// - Parameter limit: Unix seconds.
    /// - Returns: how many, and how many of them still waited for their upload.
    func removeOlder(than limit: Int) -> (count: Int, unsent: Int) {
        var (count, unsent) = (0, 0)
        for path in files(ending: Self.ending) {
            var facts = stat()
            guard stat(fullPath(path), &facts) == 0, Int(facts.st_mtim.tv_sec) < limit, unlink(fullPath(path)) == 0 else { continue }
            count += 1
            if unlink(fullPath(path) + Self.waiting) == 0 { unsent += 1 }
            removeIfEmpty(dayOf: path)
        }
        return (count, unsent)
    }

    private func removeIfEmpty(dayOf path: String) { rmdir(fullPath(String(path.prefix { $0 != "/" }))) }
}

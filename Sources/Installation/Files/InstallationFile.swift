import Foundation
import Glibc

/// A file of an installation, ready to be written.
public struct InstallationFile: Equatable, Sendable {
    public var name: String
    public var text: String
    /// Mode bits: what is to hold secrets is its owner's alone.
    public var mode = 0o644

    /// Nothing was written beyond what `description` says.
    public struct WriteFailure: Error, CustomStringConvertible {
        public var description: String
    }

    /// A line in the file's own kind of comment.
    public func comment(_ words: String) -> String {
        if name.hasSuffix(".xml") { return "<!-- \(words) -->" }
        return "\(name.hasSuffix(".lua") ? "--" : "#") \(words)"
    }

    /// Writes all files or, where one is there already and must not be replaced, none.
    /// - Returns: their paths.
    public static func write(_ files: [InstallationFile], to folder: String, replacing: Bool) throws(WriteFailure) -> [String] {
        let paths = files.map { "\(folder)/\($0.name)" }
        if !replacing, let there = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) {
            throw WriteFailure(description: "\(there) is there already; nothing is written without --force")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw WriteFailure(description: "\(folder) can't be made")
        }
        for (file, path) in zip(files, paths) { try file.write(to: path, replacing: replacing) }
        return paths
    }

    private func write(to path: String, replacing: Bool) throws(WriteFailure) {
        if replacing { try? FileManager.default.removeItem(atPath: path) }
        // Exclusively, so that what came there meanwhile stays.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw WriteFailure(description: "\(path): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do { try handle.write(contentsOf: Data(text.utf8)) } catch { throw WriteFailure(description: "\(path) can't be written") }
    }
}

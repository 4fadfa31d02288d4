import Foundation
import Glibc

/// Where a command leaves its results.
enum OutputFolder {
    /// Makes the folder, and those above it, if need be.
    static func make(_ path: String) throws {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw Failure("--out \(path): \(mkdir(path, 0o777) == 0 ? "it can't be used" : String(cString: strerror(errno)))")
        }
    }
}

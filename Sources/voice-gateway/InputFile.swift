import Foundation
import Glibc

/// A file that a command was given.
enum InputFile {
    /// - Parameter place: how a problem names it, such as `--scenario a.yaml`.
    static func read(_ path: String, as place: String? = nil) throws -> Data {
        if let data = FileManager.default.contents(atPath: path) { return data }
        let reason = access(path, R_OK) == 0 ? "it is no file" : String(cString: strerror(errno))
        throw Failure("\(place ?? path): can't be read: \(reason)")
    }
}

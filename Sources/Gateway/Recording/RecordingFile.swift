import Glibc

/// Why a recording could not be written, in words that name the file.
struct RecordingFailure: Error, Equatable, Sendable, CustomStringConvertible { let description: String }

/// A recording being written: `<name>.part`, locked as long as its writer lives, so that nobody takes it for the rest of a crash. It
/// holds whole pages at any time.
final class RecordingFile {
    private let descriptor: Int32
    private let path: String
    private(set) var size = 0

    static let unfinished = ".part"

    /// Creates `<path>.part`, with the folders it needs.
    convenience init(_ path: String) throws(RecordingFailure) {
        let part = path + Self.unfinished
        Self.makeFolders(of: part)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw RecordingFailure(description: "\(part): \(Self.reason)") }
        self.init(descriptor: descriptor, path: path)
    }

    /// Takes over an open file.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
        flock(descriptor, LOCK_EX | LOCK_NB)
    }

    deinit { close(descriptor) }

    /// Appends whole pages, or nothing of them.
    func append(_ bytes: [UInt8]) throws(RecordingFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = Self.reason
                ftruncate(descriptor, size)
                throw RecordingFailure(description: "\(path): \(reason)")
            }
            rest = rest.dropFirst(count)
        }
        size += bytes.count
    }

    /// Gives it its name.
    func finish() throws(RecordingFailure) {
        guard rename(path + Self.unfinished, path) == 0 else { throw RecordingFailure(description: "\(path): \(Self.reason)") }
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func makeFolders(of path: String) {
        for index in path.indices where path[index] == "/" && index != path.startIndex { mkdir(String(path[..<index]), 0o750) }
    }
}

import Glibc

/// A file while it is sent.
final class UploadFile {
    private let descriptor: Int32
    let size: Int

    init(_ path: String) throws(HTTPFailure) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        let reason = String(cString: strerror(errno))
        guard descriptor >= 0 else { throw HTTPFailure(description: "\(path): \(reason)") }
        var facts = stat()
        size = fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: bytes read, 0 at the end, `nil` on a failure.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        return count >= 0 ? count : nil
    }

    func seek(to offset: Int) -> Bool { lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) }
}

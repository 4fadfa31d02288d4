import Glibc

/// Why a file could not be used, in the system's words; Foundation's errors are no sentences.
enum SystemReason {
    static func reading(_ path: String) -> String { reason(open(path, O_RDONLY | O_CLOEXEC)) ?? "it is no readable file" }

    static func writing(_ path: String) -> String {
        if let reason = reason(open(path, O_WRONLY | O_CLOEXEC)), access(path, F_OK) == 0 { return reason }
        let cut = path.lastIndex(of: "/")
        let folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return access(folder, W_OK) == 0 ? "the disk is full, or takes no more files" : text(errno)
    }

    static func making(folder: String) -> String { mkdir(folder, 0o777) == 0 ? "something is in its way" : text(errno) }

    private static func reason(_ descriptor: Int32) -> String? {
        guard descriptor < 0 else {
            close(descriptor)
            return nil
        }
        return text(errno)
    }

    private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}

import Foundation
import Glibc

/// The process' file descriptors: every call holds two or three.
enum ProcessFiles {
    /// Open ones; 0 where /proc is not to be read.
    static var open: Int {
        // Linux counts them itself since 6.2; before, the folder's size is 0.
        var folder = Glibc.stat()
        if stat("/proc/self/fd", &folder) == 0, folder.st_size > 0 { return Int(folder.st_size) }
        // The one that reads the folder is in it.
        return max(0, ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0) - 1)
    }

    /// The most that may be open; 0 where that is not to be had.
    static var limit: Double {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Double(limit.rlim_cur) : 0
    }
}

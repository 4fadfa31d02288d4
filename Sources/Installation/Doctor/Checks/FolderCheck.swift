import Foundation
import Glibc
import Settings

/// Can the gateway write where it keeps tickets, records and recordings, and is there room?
struct FolderCheck: DoctorCheck {
    private static let name = "disk"
    /// A day of a busy gateway's records and journals; recordings take 100 times as much.
    private static let scarce: UInt64 = 1 << 30
    private static let empty: UInt64 = 100 << 20

    func findings(at site: Site) -> [Finding] {
        var folders: [(key: String, path: String)] = []
        if site.settings.storeConninfo == nil { folders.append(("store_path", Self.folder(of: site.settings.storePath))) }
        if let records = site.settings.recordsDirectory { folders.append(("records_directory", records)) }
        if site.settings.recording.isEnabled, let recordings = site.settings.recording.directory { folders.append(("recording.directory", recordings)) }
        return folders.map { Self.finding($0.key, $0.path) }
    }

    private static func folder(of file: String) -> String {
        let folder = (file as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private static func finding(_ key: String, _ path: String) -> Finding {
        let (existing, isThere) = nearest(path)
        if let problem = writing(in: existing) {
            return Finding(
                .failed, name, key, "\(existing) can't be written: \(problem)",
                advice: ["give it to the gateway's user: chown, or StateDirectory= in the unit", "or set \(key) to another place"])
        }
        guard let free = free(existing) else { return Finding(.warning, name, key, "\(existing): how much room is left can't be told") }
        let room = "\(path)\(isThere ? "" : " (will be made)"): writable\(geteuid() == 0 ? " for root, as whom this runs" : ""), \(free >> 20) MiB free"
        guard free >= empty else { return Finding(.failed, name, key, room, advice: ["make room: a full disk loses tickets and records"]) }
        return free >= scarce ? Finding(.ok, name, key, room) : Finding(.warning, name, key, room, advice: ["make room, or shorten recording.retention_days"])
    }

    /// The folder, or the nearest above it that exists.
    private static func nearest(_ path: String) -> (path: String, isThere: Bool) {
        var current = path
        while !FileManager.default.fileExists(atPath: current) { current = folder(of: current) }
        return (current, current == path)
    }

    /// Tries it: permissions, read-only mounts and quotas all show only then.
    private static func writing(in folder: String) -> String? {
        var template = Array("\(folder)/.voice-gateway-doctor-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { return String(cString: strerror(errno)) }
        defer {
            close(file)
            unlink(template)
        }
        let block = [UInt8](repeating: 0, count: 4_096)
        guard write(file, block, block.count) == block.count, fsync(file) == 0 else { return String(cString: strerror(errno)) }
        return nil
    }

    private static func free(_ folder: String) -> UInt64? {
        var figures = statvfs()
        guard statvfs(folder, &figures) == 0 else { return nil }
        return UInt64(figures.f_bavail) * UInt64(figures.f_frsize)
    }
}

import Foundation
import Settings
import Store
import WireProtocols

/// The store of a gateway that runs, or has run: looking into it makes none.
enum ExistingStore {
    /// - Parameter path: an SQLite file in place of what the settings say.
    /// - Returns: `nil` if the file is not there.
    static func open(_ settings: GatewaySettings?, path: String? = nil) throws -> (any TicketStore)? {
        if path == nil, let conninfo = settings?.storeConninfo { return PostgresStore(conninfo: conninfo.exposed) }
        guard let file = path ?? settings?.storePath, FileManager.default.fileExists(atPath: file) else { return nil }
        return try SQLiteStore(path: file)
    }
}

import Foundation
import Settings
import Store
import WireProtocols

/// Can tickets be kept, and does any wait for somebody? Looking makes no store.
struct StoreCheck: DoctorCheck {
    private static let name = "tickets"

    func findings(at site: Site) -> [Finding] {
        guard site.settings.omniplay.access.url != nil, !site.handingOver.isEmpty else { return [] }
        do throws(StoreFailure) {
            guard let summary = try Self.store(site.settings)?.summary() else { return [] }
            guard summary.failed > 0 else { return [Finding(.ok, Self.name, nil, "\(summary.pending) on their way to OmniPlay, none given up")] }
            return [
                Finding(
                    .warning, Self.name, nil, "\(summary.failed) were given up, \(summary.pending) are on their way to OmniPlay",
                    advice: ["see why: voice-gateway outbox list", "then voice-gateway outbox retry ID"])
            ]
        } catch {
            return [
                Finding(
                    .failed, Self.name, nil, "the store can't be used: \(error)",
                    advice: ["check store_path, or store_conninfo_file: host, dbname, user and password, and that the user may make tables"])
            ]
        }
    }

    private static func store(_ settings: GatewaySettings) throws(StoreFailure) -> (any TicketStore)? {
        if let conninfo = settings.storeConninfo { return PostgresStore(conninfo: conninfo.exposed) }
        guard FileManager.default.fileExists(atPath: settings.storePath) else { return nil }
        return try SQLiteStore(path: settings.storePath)
    }
}

import PostgreSQL
import Settings

/// What FusionPBX's database has for the gateway, read once for all checks.
struct FusionPBXReading: Sendable {
    /// Those that calls get; in the order of domains and names.
    var secretaries: [FusionPBXSecretary] = []
    var missingColumns: [String] = []
    var problem: String?

    /// More than that are looked into by nobody.
    static let most = 500

    /// - Returns: `nil` unless FusionPBX is configured.
    init?(_ settings: GatewaySettings) {
        guard let fusionPBX = settings.fusionPBX, let context = FusionPBXContext(settings) else { return nil }
        do throws(PostgresError) {
            let reader = try FusionPBXReader(fusionPBX)
            missingColumns = reader.missingColumns
            for key in try reader.keys(most: Self.most) {
                if case .found(let rows) = try reader.look(up: key) { secretaries.append(FusionPBXSecretary(rows, context)) }
            }
        } catch { problem = "\(error)" }
    }
}

import PostgreSQL
import Settings

/// A secretary as the command line names it: one of the configuration, by uuid or name, or one of FusionPBX's, by uuid.
enum NamedSecretary {
    /// - Parameter domain: name or uuid of the domain that FusionPBX's must belong to.
    static func find(_ name: String, domain: String? = nil, in settings: GatewaySettings) throws -> FusionPBXSecretary {
        let wanted = name.lowercased()
        let all = settings.secretaries.values.sorted { $0.name < $1.name }
        let known = all.first { $0.uuid.lowercased() == wanted } ?? all.first { $0.name.lowercased() == wanted }
        if let known { return FusionPBXSecretary(known) }
        let names = all.isEmpty ? "none" : all.map { "\($0.name) (\($0.uuid))" }.joined(separator: ", ")
        guard let fusionPBX = settings.fusionPBX, let context = FusionPBXContext(settings) else {
            throw Failure("the configuration has no secretary \(name), and no fusionpbx to ask; it has \(names)")
        }
        guard let key = SecretaryKey(uuid: name, domain: domain) else {
            throw Failure("the configuration has no secretary \(name); it has \(names). FusionPBX is asked by uuid.")
        }
        switch try look(up: key, fusionPBX) {
        case .found(let rows): return FusionPBXSecretary(rows, context)
        case .absent(let absence): throw Failure("\(name): \(absence)")
        }
    }

    private static func look(up key: SecretaryKey, _ settings: FusionPBXSettings) throws -> SecretaryLookUp {
        do throws(PostgresError) {
            return try FusionPBXReader(settings).look(up: key)
        } catch {
            throw Failure("FusionPBX's database: \(error)")
        }
    }
}

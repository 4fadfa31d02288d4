import ArgumentParser
import Foundation
import PostgreSQL
import Settings

struct HoursCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours", abstract: "Explains rule by rule whether people can be asked for: open or closed.",
        discussion: "The secretary is one of the configuration file, by name or uuid, or one of FusionPBX's, by uuid.")
    @Argument(help: "The secretary.") var secretary: String
    @Option(help: "When, in its own zone: '2026-12-25 10:00', or with Z or -03:00; by default now.") var at: String?
    @Option(help: "FusionPBX: name or uuid of the domain it must belong to.") var domain: String?
    @Option(help: "Configuration file; by default VOICE_GATEWAY_CONFIG.") var config: String?

    func run() throws {
        let settings = try ConfigurationFile.require(config)
        let found = try find(in: settings)
        let hours = found.settings.handoff.hours
        let moment = try moment(hours)
        print("\(found.settings.name) (\(found.settings.uuid)), \(found.settings.tenant.map { "FusionPBX, \($0.domainName)" } ?? "configuration file")")
        for line in hours.explanation(at: moment, unknown: settings.unknownHours) { print(line) }
        for note in found.notes { print("note: \(note)") }
    }

    private func find(in settings: GatewaySettings) throws -> FusionPBXSecretary {
        let wanted = secretary.lowercased()
        let known = settings.secretaries.values.first { $0.uuid.lowercased() == wanted } ?? settings.secretaries.values.first { $0.name.lowercased() == wanted }
        if let known { return FusionPBXSecretary(known) }
        guard let fusionPBX = settings.fusionPBX, let context = FusionPBXContext(settings) else {
            throw ValidationError("the configuration has no secretary \(secretary), and no fusionpbx to ask; it has \(Self.names(settings))")
        }
        guard let key = SecretaryKey(uuid: secretary, domain: domain) else {
            throw ValidationError("the configuration has no secretary \(secretary); it has \(Self.names(settings)). FusionPBX is asked by uuid.")
        }
        switch try Self.look(up: key, fusionPBX) {
        case .found(let rows): return FusionPBXSecretary(rows, context)
        case .absent(let absence): throw ValidationError("\(secretary): \(absence)")
        }
    }

    private static func look(up key: SecretaryKey, _ settings: FusionPBXSettings) throws -> SecretaryLookUp {
        do throws(PostgresError) {
            return try FusionPBXReader(settings).look(up: key)
        } catch {
            throw ValidationError("FusionPBX's database: \(error)")
        }
    }

    private static func names(_ settings: GatewaySettings) -> String {
        settings.secretaries.isEmpty ? "none" : settings.secretaries.values.map(\.name).sorted().joined(separator: ", ")
    }

    private func moment(_ hours: ConfiguredHours) throws -> Int64 {
        guard let at else { return Int64(Date().timeIntervalSince1970) }
        var zone = ZoneFiles.system.local()
        if case .hours(let schedule) = hours { zone = schedule.zone }
        guard let moment = HoursMoment.read(at, in: zone) else { throw ValidationError("--at takes the like of '2026-12-25 10:00', not '\(at)'") }
        return moment
    }
}

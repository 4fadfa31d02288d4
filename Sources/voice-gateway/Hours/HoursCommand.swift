import ArgumentParser
import Foundation
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
        let found = try NamedSecretary.find(secretary, domain: domain, in: settings)
        let hours = found.settings.handoff.hours
        let moment = try moment(hours)
        print("\(found.settings.name) (\(found.settings.uuid)), \(found.settings.tenant.map { "FusionPBX, \($0.domainName)" } ?? "configuration file")")
        for line in hours.explanation(at: moment, unknown: settings.unknownHours) { print(line) }
        for note in found.notes { print("note: \(note)") }
    }

    private func moment(_ hours: ConfiguredHours) throws -> Int64 {
        guard let at else { return Int64(Date().timeIntervalSince1970) }
        var zone = ZoneFiles.system.local()
        if case .hours(let schedule) = hours { zone = schedule.zone }
        guard let moment = HoursMoment.read(at, in: zone) else { throw ValidationError("--at takes the like of '2026-12-25 10:00', not '\(at)'") }
        return moment
    }
}

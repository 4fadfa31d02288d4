import ArgumentParser
import Settings

struct InitFusionPBXCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fusionpbx", abstract: "SQL that adds the tables and columns FusionPBX lacks; it can be run again.",
        discussion: "voice-gateway init fusionpbx | psql --set ON_ERROR_STOP=1 fusionpbx")
    @Option(help: "Also make this role, which may read what the gateway reads and nothing else.") var role: String?

    func run() throws {
        guard let sql = FusionPBXSchema.sql(role: role) else {
            throw ValidationError("--role must be lower-case letters, digits and underscores, not beginning with a digit")
        }
        print(sql, terminator: "")
    }
}

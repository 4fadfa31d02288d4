import ArgumentParser
import Foundation
import Settings

/// Finds and reads the configuration the way every command does.
enum ConfigurationFile {
    /// - Parameter path: `nil`: `VOICE_GATEWAY_CONFIG`, or none at all.
    static func load(_ path: String?) throws -> LoadedSettings {
        var environment = ProcessInfo.processInfo.environment
        let chosen = path ?? environment["VOICE_GATEWAY_CONFIG"]
        environment["VOICE_GATEWAY_CONFIG"] = nil
        let text = try chosen.map(read) ?? ""
        return GatewaySettings.load(text: text, file: chosen ?? "(no file)", environment: environment) { path in
            guard let data = FileManager.default.contents(atPath: path) else { throw Failure("it can't be read") }
            return String(decoding: data, as: UTF8.self)
        }
    }

    /// Is there a file, with nothing in it, as while it is being written?
    static func isEmpty(_ path: String?) throws -> Bool {
        guard let chosen = path ?? ProcessInfo.processInfo.environment["VOICE_GATEWAY_CONFIG"] else { return false }
        return try read(chosen).allSatisfy(\.isWhitespace)
    }

    private static func read(_ path: String) throws -> String {
        guard let text = String(data: try InputFile.read(path), encoding: .utf8) else { throw Failure("\(path): is not UTF-8 text") }
        return text
    }

    /// The settings, or all mistakes on standard error and the end.
    static func require(_ path: String?) throws -> GatewaySettings {
        let loaded = try load(path)
        for problem in loaded.problems { FileHandle.standardError.write(Data("\(problem)\n".utf8)) }
        guard let settings = loaded.settings else { throw ExitCode(78) }  // EX_CONFIG
        return settings
    }
}

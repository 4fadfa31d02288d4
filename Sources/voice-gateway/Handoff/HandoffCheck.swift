import ArgumentParser
import CallControl
import Foundation
import Settings

/// The detectors of one run of `handoff check`: keywords and language as given, or as a secretary has them.
final class HandoffCheck {
    let keywords: [String]
    let language: String
    private let library: LanguageLibrary
    private var detectors: [String: KeywordDetector] = [:]

    init(keywords: String?, language: String?, secretary: String?, config: String?) throws {
        let isConfigured = config != nil || ProcessInfo.processInfo.environment["VOICE_GATEWAY_CONFIG"] != nil
        let settings = isConfigured ? try ConfigurationFile.require(config) : nil
        let chosen = try secretary.map { name in
            guard let settings else { throw ValidationError("--secretary needs a configuration: --config, or VOICE_GATEWAY_CONFIG") }
            return try NamedSecretary.find(name, in: settings).settings
        }
        let given = keywords.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty } }
        if given == [] { throw ValidationError("--keywords: expected words or phrases, separated by commas") }
        self.keywords = given ?? chosen?.handoff.keywords ?? HandoffCheckCommand.defaultKeywords
        library = settings?.languages ?? .builtIn
        if let language, !library.knows(language) { throw ValidationError("--language: got \(language), expected one of \(library.codes)") }
        self.language = language ?? chosen?.language ?? LanguageLibrary.fallback
    }

    func decide(_ text: String) -> HandoffDecision { detector(language).decide(text) }

    /// - Parameter line: the number of the line that says so.
    func decide(_ text: String, language: String?, at line: Int) throws -> HandoffDecision {
        if let language, !library.knows(language) { throw LineError(number: line, expected: "one of \(library.codes) before the tab", got: language) }
        return detector(language ?? self.language).decide(text)
    }

    func detector(_ language: String) -> KeywordDetector {
        if let known = detectors[language] { return known }
        let made = library.detector(keywords: keywords, language: language)
        detectors[language] = made
        return made
    }
}

import CallControl
import Gateway
import Settings
import WireProtocols

/// What would callers hear if the agent itself is lost?
struct PromptsCheck: DoctorCheck {
    private static let name = "prompts"
    private static let advice = "give them as prompts_directory/LINE-LANGUAGE.wav; the project's audio-fixtures/prompts has Portuguese ones"

    func findings(at site: Site) -> [Finding] {
        guard site.settings.omniplay.access.url != nil else { return [] }
        let languages = Set(site.handingOver.map { String($0.language.prefix { $0 != "-" }).lowercased() }).sorted()
        guard !languages.isEmpty else { return [] }
        do {
            let library = try PromptLibrary(directory: site.settings.promptsDirectory)
            return languages.map { language in
                let missing = library.missing(in: language)
                guard !missing.isEmpty else { return Finding(.ok, Self.name, language, "every line can be said without the agent") }
                return Finding(
                    .warning, Self.name, language,
                    "if the agent is lost, nobody can say: \(missing.map(\.rawValue).joined(separator: ", "))", advice: [Self.advice])
            }
        } catch {
            return [Finding(.failed, Self.name, nil, "\(error)", advice: ["mend or remove it: the gateway does not start with it"])]
        }
    }
}

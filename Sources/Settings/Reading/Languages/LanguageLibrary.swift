import CallControl

/// The languages in which callers' requests are understood: the built-in ones, and an operator's additions.
public struct LanguageLibrary: Equatable, Sendable {
    /// By code.
    public let languages: [String: LanguageRules]

    /// The languages that are part of the program.
    public static let builtIn: LanguageLibrary = {
        let (library, problems) = load()
        guard let library else { preconditionFailure("the built-in language files: \(problems)") }
        return library
    }()

    /// For messages: `en, es, pt`.
    public var codes: String { languages.keys.sorted().joined(separator: ", ") }

    /// The language of secretaries whose own isn't known.
    public static let fallback = "pt"

    /// - Parameter tag: a language tag like `pt-BR`.
    /// - Returns: its language's rules; Portuguese for a language without any.
    public func rules(for tag: String) -> LanguageRules { languages[Self.code(tag)] ?? languages[Self.fallback]! }

    public func knows(_ tag: String) -> Bool { languages[Self.code(tag)] != nil }

    /// The detector of a secretary.
    public func detector(keywords: [String], language tag: String) -> KeywordDetector {
        KeywordDetector(keywords: keywords, language: rules(for: tag), languages: languages.sorted { $0.key < $1.key }.map(\.value))
    }

    static func code(_ tag: String) -> String { tag.prefix { $0 != "-" && $0 != "_" }.lowercased() }

    /// Reads the built-in languages and those of a directory.
    /// - Parameter directory: its `*.yaml` are added to the built-in file of the same language, or replace it, or are languages of their own.
    /// - Returns: the library, or `nil` if something is wrong, and every mistake.
    public static func load(directory: String? = nil, files: SettingsFiles = .system) -> (library: LanguageLibrary?, problems: [SettingsProblem]) {
        var reading = LanguageReading()
        for (name, text) in ownFiles { reading.read(text, file: name) }
        if let directory {
            do {
                for name in try files.list(directory).sorted() where name.hasSuffix(".yaml") {
                    let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
                    do { reading.read(try files.read(path), file: path) } catch { reading.report(unreadable: path, "a file that can be read: \(error)") }
                }
            } catch {
                reading.report(unreadable: directory, "a directory that can be listed: \(error)")
            }
        }
        let languages = reading.compile()
        return (reading.problems.isEmpty ? LanguageLibrary(languages: languages) : nil, reading.problems)
    }

    /// The files that are part of the program.
    static var ownFiles: [(name: String, text: String)] {
        [("pt.yaml", PackageResources.pt_yaml), ("es.yaml", PackageResources.es_yaml), ("en.yaml", PackageResources.en_yaml)]
            .map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
    }
}

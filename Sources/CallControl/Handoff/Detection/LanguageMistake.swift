/// Why a language file's content makes no rules.
public struct LanguageMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where in the file: `["rules", "3", "before"]`.
    public var path: [String]
    public var value: String
    public var expected: String

    public init(path: [String], value: String, expected: String) { (self.path, self.value, self.expected) = (path, value, expected) }

    public var description: String { "\(path.joined(separator: ".")): got \(value), expected \(expected)" }
}

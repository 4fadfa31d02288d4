/// A mistake in the configuration: where, which key, what it holds, what was expected, what to do.
public struct SettingsProblem: Equatable, Sendable, CustomStringConvertible {
    public enum Severity: String, Equatable, Sendable { case error, warning }
    public var severity: Severity
    /// `gateway.yaml:12:9`, or `environment VOICE_GATEWAY_LOOPS`.
    public var location: String
    /// In the file, from 1; `nil` for what the file doesn't hold.
    public var line: Int?
    public var column: Int?
    /// Dotted, e.g. `providers.openai.model`.
    public var key: String
    /// As it was given, shortened; secrets masked.
    public var value: String?
    public var expected: String
    /// What to do about it, where that isn't plain from `expected`.
    public var advice: String?

    public var description: String {
        let found = value.map { "got \($0), " } ?? ""
        return "\(location): \(severity.rawValue): \(key): \(found)expected \(expected)" + (advice.map { "; \($0)" } ?? "")
    }
}

/// A mistake in the configuration: where, which key, what it holds, what was expected.
public struct SettingsProblem: Equatable, Sendable, CustomStringConvertible {
    public enum Severity: String, Equatable, Sendable { case error, warning }
    public var severity: Severity
    /// `gateway.yaml:12:9`, or `environment VOICE_GATEWAY_LOOPS`.
    public var location: String
    /// Dotted, e.g. `providers.openai.model`.
    public var key: String
    /// As it was given; secrets masked.
    public var value: String?
    public var expected: String

    public var description: String {
        let found = value.map { ": got \($0)" } ?? ""
        return "\(location): \(severity.rawValue): \(key)\(found): expected \(expected)"
    }
}

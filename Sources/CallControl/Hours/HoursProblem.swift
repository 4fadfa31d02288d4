/// Why configured business hours cannot be evaluated.
public enum HoursProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The time condition does not exist, is none, or is another tenant's.
    case missing(String)
    /// It is there and switched off.
    case disabled(String)
    /// A rule, a group or a zone that makes no sense.
    case unreadable(String)

    /// For a counter.
    public var label: String {
        switch self {
        case .missing: "missing"
        case .disabled: "disabled"
        case .unreadable: "unreadable"
        }
    }

    public var description: String {
        switch self {
        case .missing(let text): "missing: \(text)"
        case .disabled(let text): "disabled: \(text)"
        case .unreadable(let text): "unreadable: \(text)"
        }
    }
}

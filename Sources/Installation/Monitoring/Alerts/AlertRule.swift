/// A condition that calls for somebody, in Prometheus' words, and scenes that prove it.
struct AlertRule: Sendable {
    enum Severity: String, Sendable {
        /// Good to know.
        case info
        /// In working hours.
        case warning
        /// Callers are lost or not served: now.
        case critical
    }

    var name: String
    var severity: Severity
    /// How long the condition holds before somebody is called; `0m`: it needs no confirmation.
    var hold: String
    var expression: String
    /// With `{{ $labels.… }}` and `{{ $value … }}`.
    var summary: String
    /// The condition in words.
    var meaning: String
    /// What to do first.
    var remedy: String
    var scenes: [AlertScene]

    /// - Parameter lasting: how long the condition holds before somebody is called.
    init(
        _ name: String, _ severity: Severity, lasting hold: String = "0m", _ expression: String, summary: String, meaning: String, remedy: String,
        _ scenes: AlertScene...
    ) {
        self.name = name
        self.severity = severity
        self.hold = hold
        self.expression = expression
        self.summary = summary
        self.meaning = meaning
        self.remedy = remedy
        self.scenes = scenes
    }

    var description: String { "\(meaning.prefix(1).uppercased() + meaning.dropFirst()). First: \(remedy)" }
}

/// Alerts about one part of the system.
struct AlertGroup: Sendable {
    var name: String
    var rules: [AlertRule]

    static let all = [process, calls, providers, audio, handoff, store, recordings, configuration]
}

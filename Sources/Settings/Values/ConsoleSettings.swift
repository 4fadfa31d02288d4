import WireProtocols

/// The page where an operator watches calls.
public struct ConsoleSettings: Equatable, Sendable {
    public enum Language: String, CaseIterable, Equatable, Sendable { case portuguese = "pt", english = "en" }

    public var isEnabled: Bool
    public var host: String
    public var port: Int
    public var certificateFile: String?
    public var keyFile: String?
    /// What people sign in with; `nil`: whoever reaches the page on this machine.
    public var token: Secret?
    /// Calls may be ended and tickets retried from the page.
    public var allowsActions: Bool
    public var masksNumbers: Bool
    public var masksTranscripts: Bool
    /// Of the page, until a visitor chooses.
    public var language: Language
}

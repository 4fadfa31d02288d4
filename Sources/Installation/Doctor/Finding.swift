/// What a check found, and what to do about it.
public struct Finding: Equatable, Sendable, Codable {
    public enum Verdict: String, CaseIterable, Codable, Sendable {
        case ok
        /// Calls work, but not as well as they could, or not all.
        case warning
        /// Calls, handoffs or records will fail.
        case failed
    }

    public var verdict: Verdict
    /// Which check.
    public var check: String
    /// Of several of a kind, which one: a provider, a server, a secretary.
    public var subject: String?
    public var message: String
    /// What to do, in order.
    public var advice: [String]

    init(_ verdict: Verdict, _ check: String, _ subject: String? = nil, _ message: String, advice: [String] = []) {
        self.verdict = verdict
        self.check = check
        self.subject = subject
        self.message = message
        self.advice = advice
    }

    /// One line.
    public var line: String {
        let word = verdict.rawValue + String(repeating: " ", count: 8 - verdict.rawValue.count)
        return "\(word) \(check)\(subject.map { " \($0)" } ?? ""): \(message)" + (advice.isEmpty ? "" : " → " + advice.joined(separator: "; "))
    }
}

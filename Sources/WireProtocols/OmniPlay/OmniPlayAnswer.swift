import CallControl

/// What OmniPlay answered: a status and a body that ought to be JSON.
public struct OmniPlayAnswer: Equatable, Sendable {
    public var status: Int
    public var body: [UInt8]

    /// - Parameter secret: masked wherever the answer repeats it, since its words go into logs.
    public init(status: Int, body: [UInt8], hiding secret: Secret? = nil) {
        self.status = status
        self.body = body
        guard let secret = secret?.exposed, !secret.isEmpty else { return }
        let text = UTF8Text.repaired(body.span, 0..<body.count).text
        if text.contains(secret) { self.body = Array(text.replacing(secret, with: "***").utf8) }
    }

    /// Bounds of an answer: one company's attendants, or one ticket.
    public static let maxLength = 1 << 20
    static let limits: WireLimits = {
        var limits = WireLimits()
        limits.message = maxLength
        limits.depth = 16
        return limits
    }()

    /// What the answer says is wrong; `nil`: nothing.
    ///
    /// OmniPlay's own word for "I don't know you" is `ERR_SESSION_EXPIRED`, whatever the status.
    public var failure: DeskFailure? {
        if !isSuccess, text.contains("ERR_SESSION_EXPIRED") { return refusal }
        switch status {
        case 200..<300: return isSessionExpired ? refusal : nil
        case 401, 403: return refusal
        case 408, 425, 429, 500...: return .unavailable(status: status, said: said)
        case 400, 409, 413, 422: return isAboutCompany ? refusal : .rejected(status: status, said: said)
        default: return .wrongAddress(status: status, said: said)
        }
    }

    var isSuccess: Bool { (200..<300).contains(status) }

    /// As an error of a success: a ticket's own words may hold anything.
    private var isSessionExpired: Bool { json?["error"]?.stringValue == "ERR_SESSION_EXPIRED" }

    /// An older back end checks the company as it does a field.
    private var isAboutCompany: Bool {
        let text = text.lowercased()
        return status == 400 && (text.contains("x-company-id") || text.contains("companyid"))
    }

    private var refusal: DeskFailure { .refused(status: status, suspects: suspects, said: said) }

    /// All three, unless OmniPlay's words name one of the headers.
    private var suspects: [DeskFailure.Credential] {
        let text = text.lowercased()
        if text.contains("x-company-id") || text.contains("companyid") { return [.company] }
        if text.contains("x-service-name") { return [.serviceName] }
        return [.token, .serviceName, .company]
    }

    var json: JSONValue? { try? JSONValue(body.span, limits: Self.limits) }

    private var text: String { UTF8Text.repaired(body.span, 0..<min(body.count, 2_048)).text }

    /// The error's own words, short and printable, for logs and people.
    var said: String {
        let json = json
        let words = json?["error"]?.stringValue ?? json?["error"]?["message"]?.stringValue ?? json?["message"]?.stringValue
        return UTF8Text.printable(words ?? text, bytes: 160)
    }
}

/// Why the desk did not do what it was asked.
public enum DeskFailure: Error, Equatable, Sendable {
    /// What every request needs and this gateway has not.
    public enum Missing: String, CaseIterable, Equatable, Sendable {
        case address, token
        case company
    }

    /// What a refused request has to be checked for.
    public enum Credential: String, CaseIterable, Equatable, Sendable {
        case token
        case serviceName = "service_name"
        case company
    }

    case notConfigured(Missing)
    /// The desk does not take us for who we are. It will not heal by asking again soon.
    /// - Parameters:
    ///   - suspects: what to check, the likeliest first; those that the desk's own words rule out are left out.
    ///   - said: the desk's words, shortened and printable.
    case refused(status: Int, suspects: [Credential], said: String)
    /// No answer in time.
    case timedOut
    /// Nobody listens there, or its name is unknown.
    case unreachable(String)
    /// Its certificate is not trusted.
    case untrusted(String)
    /// The connection broke; whether the request was acted upon is not known.
    case interrupted(String)
    /// The desk has trouble of its own, or is too busy.
    case unavailable(status: Int, said: String)
    /// The address is not the desk's, or the desk is too old to know the request.
    case wrongAddress(status: Int, said: String)
    /// The request itself was found wrong.
    case rejected(status: Int, said: String)
    /// An answer that is not what the desk's protocol says.
    case garbled(String)

    /// The failure without its particulars: a bounded set.
    public enum Kind: String, CaseIterable, Equatable, Sendable {
        case noAddress = "no_address"
        case noToken = "no_token"
        case noCompany = "no_company"
        case refused
        case timedOut = "timed_out"
        case unreachable, untrusted, interrupted, unavailable
        case wrongAddress = "wrong_address"
        case rejected, garbled
    }

    public var kind: Kind {
        switch self {
        case .notConfigured(.address): .noAddress
        case .notConfigured(.token): .noToken
        case .notConfigured(.company): .noCompany
        case .refused: .refused
        case .timedOut: .timedOut
        case .unreachable: .unreachable
        case .untrusted: .untrusted
        case .interrupted: .interrupted
        case .unavailable: .unavailable
        case .wrongAddress: .wrongAddress
        case .rejected: .rejected
        case .garbled: .garbled
        }
    }

    /// As metrics and logs name it.
    public var code: String { kind.rawValue }
}

extension DeskFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notConfigured(let missing): "no \(missing.rawValue) is configured"
        case .refused(let status, let suspects, let said):
            "refused (\(status)\(Self.quote(said))); to check: \(suspects.map(\.rawValue).joined(separator: ", "))"
        case .timedOut: "no answer in time"
        case .unreachable(let why), .untrusted(let why), .interrupted(let why), .garbled(let why): why
        case .unavailable(let status, let said): "unavailable (\(status)\(Self.quote(said)))"
        case .wrongAddress(let status, let said): "not what is asked for at this address (\(status)\(Self.quote(said)))"
        case .rejected(let status, let said): "rejected (\(status)\(Self.quote(said)))"
        }
    }

    private static func quote(_ text: String) -> String { text.isEmpty ? "" : ": \(text)" }
}

import CallControl
import Glibc

/// Who has signed in. Time is an argument; identifiers come from outside.
struct Sessions {
    /// What a sign-in gave.
    enum Outcome: Equatable {
        /// The cookie's value.
        case welcome(String)
        case wrong
        /// Too many were wrong of late.
        case tooMany(retryAfter: Duration)
    }

    private let token: [UInt8]
    private var live: [String: Instant] = [:]
    /// When the latest wrong tokens came, by the visitor's address: who guesses shuts nobody else out.
    private var wrong: [String: [Instant]] = [:]

    static let limit = 64
    /// Since it was last used.
    static let lifetime = Duration.seconds(12 * 3_600)
    static let wrongLimit = 5
    static let wrongSpan = Duration.seconds(60)
    /// Addresses whose wrong tokens are remembered; beyond, nobody new may try.
    static let guessersLimit = 1_000

    init(token: String) { self.token = Array(token.utf8) }

    /// - Parameters:
    ///   - peer: the visitor's address; that of the proxy, where there is one.
    ///   - newID: what the session is to be called; unguessable.
    mutating func signIn(_ given: String, from peer: String, at now: Instant, newID: () -> String) -> Outcome {
        wrong = wrong.compactMapValues { moments in
            let recent = moments.filter { now - $0 < Self.wrongSpan }
            return recent.isEmpty ? nil : recent
        }
        let peer = Self.network(of: peer)
        let own = wrong[peer] ?? []
        // The right token too has to wait: or guesses could go on at any pace.
        if own.count >= Self.wrongLimit { return .tooMany(retryAfter: Self.wrongSpan - (now - own[0])) }
        if own.isEmpty, wrong.count >= Self.guessersLimit { return .tooMany(retryAfter: Self.wrongSpan) }
        guard Self.isSame(Array(given.utf8), token) else {
            wrong[peer] = own + [now]
            return .wrong
        }
        expire(at: now)
        if live.count >= Self.limit, let oldest = live.min(by: { $0.value < $1.value })?.key { live[oldest] = nil }
        let id = newID()
        live[id] = now
        return .welcome(id)
    }

    /// Whether the cookie's value is a session's; using one keeps it.
    mutating func isSignedIn(_ id: String?, at now: Instant) -> Bool {
        expire(at: now)
        guard let id, live[id] != nil else { return false }
        live[id] = now
        return true
    }

    /// Whoever has one address of IPv6 has the 2^64 of its network: they count as one.
    static func network(of peer: String) -> String {
        var bytes = in6_addr()
        guard inet_pton(AF_INET6, peer, &bytes) == 1 else { return peer }
        return withUnsafeBytes(of: &bytes) { bytes in
            // ::ffff:a.b.c.d is an address of IPv4.
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
            return (isMapped ? bytes[12...] : bytes[..<8]).map { String($0, radix: 16) }.joined(separator: ":")
        }
    }

    mutating func signOut(_ id: String?) { id.map { live[$0] = nil } }

    private mutating func expire(at now: Instant) { live = live.filter { now - $0.value < Self.lifetime } }

    /// In time that does not depend on where they differ.
    static func isSame(_ given: [UInt8], _ expected: [UInt8]) -> Bool {
        var difference = given.count ^ expected.count
        for (index, byte) in given.enumerated() { difference |= Int(byte ^ (expected.isEmpty ? 1 : expected[index % expected.count])) }
        return difference == 0 && !expected.isEmpty
    }
}

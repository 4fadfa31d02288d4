/// A WebSocket URL, taken apart as far as rules about it need.
struct WebAddress: Equatable {
    var scheme: String
    var credentials: String?
    var host: String
    var query: String?

    /// `nil` unless it has a scheme, a host, a port that can be if it has one, and no blanks.
    init?(_ url: String) {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
        scheme = url[..<colon].lowercased()
        let rest = url[colon...].dropFirst(3)
        let authority = rest.prefix { !"/?#".contains($0) }
        let at = authority.lastIndex(of: "@")
        credentials = at.map { String(authority[..<$0]) }
        let location = at.map { authority[authority.index(after: $0)...] } ?? authority
        let tail: Substring
        if location.hasPrefix("[") {
            guard let end = location.firstIndex(of: "]") else { return nil }
            host = location[location.index(after: location.startIndex)..<end].lowercased()
            tail = location[end...].dropFirst()
        } else {
            host = location.prefix { $0 != ":" }.lowercased()
            tail = location.drop { $0 != ":" }
        }
        guard !host.isEmpty, tail.isEmpty || Self.isPort(tail.dropFirst()) else { return nil }
        query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...].prefix { $0 != "#" } }.map(String.init)
    }

    private static func isPort(_ digits: Substring) -> Bool { digits.allSatisfy(\.isNumber) && Int(digits).map((1...65_535).contains) == true }

    /// Does the query carry what looks like a key?
    var hasSecretQuery: Bool {
        (query ?? "").split(separator: "&").contains { item in
            let name = item.prefix { $0 != "=" }.lowercased()
            return ["key", "token", "secret", "signature", "password"].contains { name.contains($0) }
        }
    }

    func isIn(domain: String) -> Bool { host == domain || host.hasSuffix("." + domain) }

    var isLoopback: Bool { Self.isLoopback(host) }

    /// This machine's own addresses; `127.example.com` is none.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

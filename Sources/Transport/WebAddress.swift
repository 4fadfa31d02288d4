/// A `ws`, `wss`, `http` or `https` address, taken apart strictly (RFC 3986 as far as these need it).
public struct WebAddress: Equatable, Sendable, CustomStringConvertible {
    public var isSecure: Bool
    public var isWebSocket: Bool
    public var host: String
    public var port: Int
    /// Path and query as they go into the request line.
    public var target: String

    /// - Returns: `nil` unless it is an absolute address without user info.
    public init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        switch text[..<mark.lowerBound].lowercased() {
        case "ws": (isSecure, isWebSocket) = (false, true)
        case "wss": (isSecure, isWebSocket) = (true, true)
        case "http": (isSecure, isWebSocket) = (false, false)
        case "https": (isSecure, isWebSocket) = (true, false)
        default: return nil
        }
        let rest = text[mark.upperBound...]
        guard !rest.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else { return nil }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        guard let (host, port) = Self.split(authority) else { return nil }
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        let tail = rest[end...].prefix { $0 != "#" }
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
    }

    private static func split(_ authority: Substring) -> (String, Int?)? {
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<close]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
            let tail = authority[authority.index(after: close)...]
            guard !tail.isEmpty else { return (String(host), nil) }
            guard tail.hasPrefix(":"), let port = port(tail.dropFirst()) else { return nil }
            return (String(host), port)
        }
        let host = authority.prefix { $0 != ":" }
        guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || ".-_".contains($0) }) else { return nil }
        guard host.endIndex < authority.endIndex else { return (String(host), nil) }
        guard let port = port(authority[authority.index(after: host.endIndex)...]) else { return nil }
        return (String(host), port)
    }

    private static func port(_ digits: Substring) -> Int? {
        guard digits.allSatisfy(\.isNumber), let port = Int(digits), (1...65_535).contains(port) else { return nil }
        return port
    }

    /// The host as the `Host` header wants it.
    var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Without the query, which may hold a signature.
    public var description: String {
        let scheme = isWebSocket ? (isSecure ? "wss" : "ws") : (isSecure ? "https" : "http")
        return "\(scheme)://\(hostHeader)\(target.prefix { $0 != "?" })"
    }
}

/// Whether a request comes from our own page. Other sites' pages can make a browser send requests here, cookie and all.
enum RequestOrigin {
    /// - Parameters:
    ///   - origin: of the page that asks; browsers send it with WebSockets and with all that changes anything.
    ///   - host: whom the browser meant to ask.
    static func isOwn(_ origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        guard let host, let mark = origin.firstRange(of: "://") else { return false }
        return origin[mark.upperBound...].lowercased() == host.lowercased()
    }

    /// A page without sign-in answers to this machine's own names alone: to no other that a stranger's DNS makes mean this machine.
    static func isThisMachine(_ host: String?) -> Bool {
        guard let host else { return false }
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }.dropFirst()) : String(host.prefix { $0 != ":" })
        return ["localhost", "127.0.0.1", "::1"].contains(name.lowercased())
    }
}

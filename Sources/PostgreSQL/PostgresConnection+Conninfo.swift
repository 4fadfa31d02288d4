import CPostgreSQL

extension PostgresConnection {
    /// Is it a connection string that libpq can read?
    public static func canRead(conninfo: String) -> Bool { !conninfo.utf8.contains(0) && (try? password(in: conninfo)) != nil }

    /// The password that a connection string holds, so that no message repeats it; empty without one.
    static func password(in conninfo: String) throws(PostgresError) -> String {
        // libpq's own message on a string that it cannot read quotes from it, so it is not asked for.
        guard let options = PQconninfoParse(conninfo, nil) else { throw .malformedConninfo }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "password", let value = option.pointee.val { return String(cString: value) }
            option += 1
        }
        return ""
    }

    /// Begins to connect; `nil` only without memory.
    static func start(_ conninfo: String) -> OpaquePointer? {
        // Later ones win: whatever the string says, text comes as UTF-8.
        let keywords = ["dbname", "client_encoding", "fallback_application_name"]
        let values = [conninfo, "UTF8", "voice-gateway"]
        let handle = withCStrings(keywords) { keywords in
            withCStrings(values) { PQconnectStartParams(keywords.baseAddress, $0.baseAddress, 1) }
        }
        if let handle { vg_pq_silence(handle) }
        return handle
    }

    /// Lends `strings` as C's array of pointers, which a null pointer ends.
    static func withCStrings<Result>(_ strings: [String?], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        var bytes: [CChar] = []
        let offsets = strings.map { text -> Int? in
            guard let text else { return nil }
            defer { bytes += text.utf8CString }
            return bytes.count
        }
        return bytes.withUnsafeBufferPointer { bytes in
            let pointers = offsets.map { $0.flatMap { offset in bytes.baseAddress.map { $0 + offset } } }
            return (pointers + [nil]).withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0.dropLast())) }
        }
    }
}

import Audio

extension StreamRequest {
    /// Longest caller id or parameter, in bytes.
    static let longestPart = 128
    static let mostParameters = 32

    /// Reads path and query as they stand in the HTTP request line.
    /// - Throws: with a sentence that names the part that doesn't fit.
    public static func parse(path: String, query: String?) throws(StreamRefusal) -> Target {
        guard path.utf8.count + (query?.utf8.count ?? 0) <= 4_096 else { throw StreamRefusal(reason: "The address is longer than 4096 bytes.") }
        if path == "/health" { return .health }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts.count <= 5, parts[0].isEmpty, parts[1] == "stream" else {
            throw StreamRefusal(reason: "The path must be /stream/{secretary}/{call} or /stream/{secretary}/{call}/{caller}.")
        }
        var request = StreamRequest(secretaryID: try identifier(parts[2], "secretary"), callID: try identifier(parts[3], "call"))
        if parts.count == 5, !parts[4].isEmpty { request.callerID = try decoded(parts[4], "The caller id") }
        try request.readParameters(query ?? "")
        return .stream(request)
    }

    /// Reads a request target, which may hold a query.
    public static func parse(target: String) throws(StreamRefusal) -> Target {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return try parse(path: target, query: nil) }
        return try parse(path: String(target[..<mark]), query: String(target[target.utf8.index(after: mark)...]))
    }

    /// Ids go into file names, logs and event-socket commands: nothing but a safe alphabet passes.
    private static func identifier(_ text: String, _ what: String) throws(StreamRefusal) -> String {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isSafe), text.utf8.contains(where: { $0 != UInt8(ascii: ".") }) else {
            throw StreamRefusal(reason: "The \(what) id must be 1 to 64 letters, digits, dots, hyphens or underscores.")
        }
        return text
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func decoded(_ text: String, _ what: String) throws(StreamRefusal) -> String {
        guard let decoded = PercentEncoding.decode(text) else { throw StreamRefusal(reason: "\(what) is not well percent-encoded UTF-8.") }
        guard decoded.utf8.count <= longestPart else { throw StreamRefusal(reason: "\(what) is longer than \(longestPart) bytes.") }
        guard !decoded.unicodeScalars.contains(where: UTF8Text.isControl) else { throw StreamRefusal(reason: "\(what) holds a control character.") }
        return decoded
    }

    private mutating func readParameters(_ query: String) throws(StreamRefusal) {
        var seen: Set<String> = []
        for pair in query.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(String(halves[0]), "A parameter's name")
            let value = halves.count == 2 ? try Self.decoded(String(halves[1]), "The parameter \(UTF8Text.prefix(name, bytes: 24))") : ""
            guard seen.insert(name).inserted else { throw StreamRefusal(reason: "The parameter \(UTF8Text.prefix(name, bytes: 24)) is given twice.") }
            guard seen.count <= Self.mostParameters else { throw StreamRefusal(reason: "There are more than \(Self.mostParameters) parameters.") }
            try set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws(StreamRefusal) {
        switch name {
        case "rate": rate = try Self.value(Int(value).flatMap { SampleRate(hertz: $0) }, name, "a rate from 8000 to 48000", value)
        case "format": encoding = try Self.value(Self.encodings[value.lowercased()], name, "l16, pcmu or pcma", value)
        case "channels": channels = try Self.value(StreamChannels(text: value.lowercased()), name, "mono, mixed, stereo, 1 or 2", value)
        case "profile": profile = try Self.value(StreamProfile(rawValue: value.lowercased()), name, "fork, voxcom, upstream or commercial", value)
        case "buffer_ms": buffer = try Self.value(Self.milliseconds(value, 20...1_000, step: 20), name, "a multiple of 20 up to 1000", value)
        case "warmup_ms": warmUp = try Self.value(Self.milliseconds(value, 0...5_000, step: 1), name, "0 to 5000", value)
        case "provider": provider = try Self.identifier(value, "provider")
        case "language": language = try Self.value(Self.languageTag(value), name, "a tag such as pt-BR", value)
        case "freeswitch": freeSwitch = try Self.identifier(value, "freeswitch")
        default: others[name] = value
        }
    }

    private static let encodings: [String: AudioEncoding] = ["l16": .linear16, "pcmu": .pcmu, "pcma": .pcma]

    private static func milliseconds(_ text: String, _ range: ClosedRange<Int>, step: Int) -> Duration? {
        guard let number = Int(text), range.contains(number), number.isMultiple(of: step) else { return nil }
        return .milliseconds(number)
    }

    private static func languageTag(_ text: String) -> String? {
        let isTag = (2...35).contains(text.utf8.count) && text.utf8.allSatisfy { isSafe($0) && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "_") }
        return isTag ? text : nil
    }

    private static func value<Value>(_ found: Value?, _ name: String, _ expected: String, _ text: String) throws(StreamRefusal) -> Value {
        guard let found else { throw StreamRefusal(reason: "The parameter \(name) must be \(expected), not \"\(UTF8Text.prefix(text, bytes: 24))\".") }
        return found
    }
}

/// One telephone of a dial string, as FreeSWITCH takes it apart.
struct DialledLeg: Equatable {
    var variables: [String: String]
    /// `user/200@domain` or `loopback/200/context`.
    var endpoint: String

    /// The extension's number.
    var number: String {
        let parts = endpoint.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return "" }
        return String(parts[1].prefix { $0 != "@" })
    }

    var kind: String { String(endpoint.prefix { $0 != "/" }) }
}

/// What `originate` was told: `{a=b,c='d e'}[e=f]user/200@x,[e=g]user/201@x &park()`.
struct OriginateCommand: Equatable {
    var variables: [String: String]
    /// Groups one after the other, the legs of each at once.
    var groups: [[DialledLeg]]
    var application: String

    /// `nil` if it is not of that shape: FreeSWITCH would say `-USAGE`.
    init?(_ text: String) {
        let words = Self.split(text, at: " ").filter { !$0.isEmpty }
        guard words.count >= 2 else { return nil }
        var dialled = Substring(Self.unquoted(words[0]))
        variables = Self.variables(&dialled, "{", "}")
        let global = variables
        application = words[1]
        groups = dialled.split(separator: "|").map { group in
            Self.legs(String(group)).map { leg in
                var rest = Substring(leg)
                let own = Self.variables(&rest, "[", "]")
                return DialledLeg(variables: global.merging(own) { $1 }, endpoint: String(rest))
            }
        }
        guard groups.contains(where: { !$0.isEmpty }) else { return nil }
    }

    /// Commas within brackets separate variables, not legs.
    private static func legs(_ group: String) -> [String] {
        var legs: [String] = []
        var current = ""
        var depth = 0
        for character in group {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if character == ",", depth == 0 {
                legs.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        return (legs + [current]).filter { !$0.isEmpty }
    }

    private static func variables(_ text: inout Substring, _ open: Character, _ close: Character) -> [String: String] {
        guard text.first == open, let end = text.firstIndex(of: close) else { return [:] }
        let inside = text[text.index(after: text.startIndex)..<end]
        text = text[text.index(after: end)...]
        var found: [String: String] = [:]
        for pair in inside.split(separator: ",") {
            let halves = pair.split(separator: "=", maxSplits: 1)
            if halves.count == 2 { found[String(halves[0])] = String(halves[1]) }
        }
        return found
    }

    /// Splits where no single quotes hold the text together.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "'" { isQuoted.toggle() }
            if character == separator, !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts
    }

    private static func unquoted(_ text: String) -> String { text.filter { $0 != "'" } }
}

import Yams

/// YAML trees as JSON.
enum JSONText {
    static func json(_ node: Node) -> String? {
        switch node {
        case .scalar(let scalar): text(scalar)
        case .mapping(let mapping): "{" + mapping.map { "\(quote($0.key.scalar?.string ?? "")):\(json($0.value) ?? "null")" }.joined(separator: ",") + "}"
        case .sequence(let sequence): "[" + sequence.map { json($0) ?? "null" }.joined(separator: ",") + "]"
        case .alias: nil
        }
    }

    private static func text(_ scalar: Node.Scalar) -> String {
        guard scalar.style == .plain || scalar.style == .any else { return quote(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return "null"
        case "true", "True", "TRUE": return "true"
        case "false", "False", "FALSE": return "false"
        default: return isNumber(scalar.string) ? scalar.string : quote(scalar.string)
        }
    }

    /// RFC 8259's grammar, which has no `+5`, `007`, `.5` or `nan`.
    static func isNumber(_ text: String) -> Bool { text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil }

    static func quote(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case "\r": output += "\\r"
            default:
                if scalar.value < 0x20 {
                    output += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                } else {
                    output.unicodeScalars.append(scalar)
                }
            }
        }
        return output + "\""
    }
}

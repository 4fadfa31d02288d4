/// Values in the spelling of the file they go into.
enum TemplateText {
    static func xml(_ text: String) -> String {
        text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&apos;"
            default: String(scalar)
            }
        }.joined()
    }

    /// A string literal; every byte that isn't plain is a decimal escape.
    static func lua(_ text: String) -> String {
        "\""
            + text.utf8.map { byte in
                let isPlain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                return isPlain ? String(UnicodeScalar(byte)) : "\\" + String(repeating: "0", count: byte < 10 ? 2 : byte < 100 ? 1 : 0) + "\(byte)"
            }.joined() + "\""
    }

    /// A regular expression that matches the text alone.
    static func expression(_ text: String) -> String {
        "^" + text.map { #"\.^$|?*+()[]{}"#.contains($0) ? "\\\($0)" : "\($0)" }.joined() + "$"
    }

    /// An argument of `ExecStart=`: specifiers, variables, quotes and backslashes lose their meaning (systemd.service(5), "Command lines").
    static func unitArgument(_ text: String) -> String {
        "\"" + text.map { "\\\"".contains($0) ? "\\\($0)" : "%$".contains($0) ? "\($0)\($0)" : "\($0)" }.joined() + "\""
    }

    /// A path in a unit's other settings, which know specifiers alone.
    static func unitPath(_ text: String) -> String { text.replacing("%", with: "%%") }

    /// A double-quoted YAML scalar in a compose file, where `$` would begin a variable.
    static func compose(_ text: String) -> String {
        "\"" + text.map { "\\\"".contains($0) ? "\\\($0)" : $0 == "$" ? "$$" : "\($0)" }.joined() + "\""
    }

    /// A double-quoted YAML scalar.
    static func yaml(_ text: String) -> String { "\"" + text.map { "\\\"".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "\"" }

    /// A value in a `.env`: in single quotes nothing has a meaning.
    static func environment(_ text: String) -> String { "'\(text)'" }

    static func isPrintable(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } }
}

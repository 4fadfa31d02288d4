/// Values as YAML.
enum YAMLText {
    static func value(_ shown: SettingsEntry.Shown) -> String {
        switch shown {
        case .unset: "~"
        case .plain(let text), .json(let text): text
        case .text(let text): scalar(text)
        case .list(let texts): "[" + texts.map(scalar).joined(separator: ", ") + "]"
        case .secret(_, let file): file.map(scalar) ?? "~"
        }
    }

    /// Bare where that can't be misread, else in double quotes.
    static func scalar(_ text: String) -> String {
        let isBare = text.utf8.allSatisfy(isPlainByte) && text.unicodeScalars.first.map { $0.properties.isAlphabetic } == true
        let isWord = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        return isBare && !isWord ? text : quoted(text)
    }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "_./-".utf8.contains(byte)
        }
    }

    private static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            default: if isPrintable(scalar) { output.unicodeScalars.append(scalar) } else { output += escaped(scalar) }
            }
        }
        return output + "\""
    }

    /// YAML 1.2, production 1, without what counts as a line break or a byte order mark.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...: true
        default: false
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

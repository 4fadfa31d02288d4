import Logging

/// The two ways to write an event. Whatever is logged, the result is one line: values may come from callers.
enum LogLine {
    typealias Field = (key: String, value: Logger.Metadata.Value)

    // MARK: JSON

    static func json(_ time: String, _ level: Logger.Level, _ message: String, _ fields: [Field]) -> String {
        var line = "{\"timestamp\":\"\(time)\",\"level\":\"\(level)\",\"message\":\(quoted(message))"
        for (key, value) in fields { line += ",\(quoted(own.contains(key) ? key + "_" : key)):\(json(value))" }
        return line + "}"
    }

    /// Keys of ours, which an event's fields must not repeat.
    private static let own: Set<String> = ["timestamp", "level", "message"]

    private static func json(_ value: Logger.Metadata.Value) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let value): json(value)
        case .dictionary(let values): "{" + values.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(json($0.value))" }.joined(separator: ",") + "}"
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        }
    }

    private static func json(_ value: any CustomStringConvertible) -> String {
        switch value {
        case let flag as Bool: flag ? "true" : "false"
        case let number as any BinaryInteger: "\(number)"
        case let number as Double where number.isFinite: "\(number)"
        case let number as Float where number.isFinite: "\(number)"
        default: quoted("\(value)")
        }
    }

    // MARK: Text

    static func text(_ time: String, _ level: Logger.Level, _ message: String, _ fields: [Field]) -> String {
        var line = "\(time) \(level) \(plain(message))"
        for (key, value) in fields { line += " \(plain(key))=\(plainValue("\(value)"))" }
        return line
    }

    private static func plainValue(_ text: String) -> String {
        let isWord = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" && !isControl($0) }
        return isWord ? text : quoted(text)
    }

    /// Control characters would reach the terminal.
    private static func plain(_ text: String) -> String { text.unicodeScalars.contains(where: isControl) ? quoted(text) : text }

    // MARK: Both

    /// A JSON string; control characters of all kinds escaped.
    static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            default: if isControl(scalar) { output += escape(scalar) } else { output.unicodeScalars.append(scalar) }
            }
        }
        return output + "\""
    }

    /// C0, DEL, C1, and what some readers take for line breaks or use to turn the writing's direction.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

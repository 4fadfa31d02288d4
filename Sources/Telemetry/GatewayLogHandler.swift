import Foundation
import Logging

/// One log line per event: a JSON object, or for people `time level message key=value …`.
public struct GatewayLogHandler: LogHandler {
    public enum Style: Sendable { case json, text }

    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let style: Style
    private let writer: LogWriter

    public init(style: Style, level: Logger.Level, writer: LogWriter) {
        self.style = style
        logLevel = level
        self.writer = writer
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let time = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
        switch style {
        case .json:
            var line = "{\"timestamp\":\"\(time)\",\"level\":\"\(event.level)\",\"message\":\(Self.quote("\(event.message)"))"
            for (key, value) in fields { line += ",\(Self.quote(key)):\(Self.json(value))" }
            writer.write(line + "}")
        case .text:
            let tail = fields.map { " \($0.key)=\($0.value)" }.joined()
            writer.write("\(time) \(event.level) \(event.message)\(tail)")
        }
    }

    private static func json(_ value: Logger.Metadata.Value) -> String {
        switch value {
        case .string(let text): quote(text)
        case .stringConvertible(let value):
            value is any BinaryInteger || value is any BinaryFloatingPoint ? "\(value)" : quote("\(value)")
        case .dictionary(let values): "{" + values.sorted { $0.key < $1.key }.map { "\(quote($0.key)):\(json($0.value))" }.joined(separator: ",") + "}"
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        }
    }

    private static func quote(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            default:
                if scalar.value < 0x20 { output += String(format: "\\u%04x", scalar.value) } else { output.unicodeScalars.append(scalar) }
            }
        }
        return output + "\""
    }
}

/// Keeps out of the log what it need not know.
public enum Masking {
    /// `+5511999998888` → `+55119****8888`; short internal extensions stay.
    public static func number(_ text: String) -> String {
        guard text.count > 6 else { return text }
        let head = text.prefix(max(2, text.count - 8))
        return head + String(repeating: "*", count: 4) + text.suffix(min(4, text.count - head.count))
    }
}

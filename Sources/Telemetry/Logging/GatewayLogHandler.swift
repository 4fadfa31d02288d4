import Logging

/// One log line per event: a JSON object, or for people `time level message key=value …`. Makes the line and hands it on; never waits
/// for whoever reads the log.
public struct GatewayLogHandler: LogHandler {
    public enum Style: Sendable { case json, text }

    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level
    private let style: Style
    private let writer: LogWriter
    private let clock: @Sendable () -> Int64

    /// - Parameter clock: milliseconds since 1970 UTC.
    public init(style: Style, level: Logger.Level, writer: LogWriter, clock: @escaping @Sendable () -> Int64 = Timestamp.now) {
        self.style = style
        logLevel = level
        self.writer = writer
        self.clock = clock
        writer.announceDrops { count in
            let fields: Logger.Metadata = ["dropped_lines": .stringConvertible(count)]
            return Self.line(style, clock(), .warning, "Log lines were dropped", fields)
        }
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
        if let own = event.metadata { fields.merge(own) { _, new in new } }
        if let error = event.error { fields["error"] = .string("\(error)") }
        writer.write(Self.line(style, clock(), event.level, event.message, fields))
    }

    private static func line(_ style: Style, _ milliseconds: Int64, _ level: Logger.Level, _ message: Logger.Message, _ fields: Logger.Metadata) -> String {
        let sorted = fields.sorted { $0.key < $1.key }
        return switch style {
        case .json: LogLine.json(Timestamp.text(milliseconds), level, "\(message)", sorted)
        case .text: LogLine.text(Timestamp.text(milliseconds), level, "\(message)", sorted)
        }
    }
}

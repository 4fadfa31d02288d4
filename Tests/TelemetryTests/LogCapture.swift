import Foundation
import Logging

@testable import Telemetry

/// A writer into a pipe, and what came out of it.
final class LogCapture {
    let pipe = Pipe()
    let writer: LogWriter

    init(lineLimit: Int = 10_000) {
        writer = LogWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor, lineLimit: lineLimit)
    }

    /// 2026-11-24T12:49:04.123Z, always.
    func logger(_ style: GatewayLogHandler.Style, level: Logger.Level = .trace) -> Logger {
        Logger(label: "test") { [writer] _ in GatewayLogHandler(style: style, level: level, writer: writer) { 1_795_524_544_123 } }
    }

    /// Ends the writer and reads all it wrote.
    func text() throws -> String {
        writer.stop()
        try pipe.fileHandleForWriting.close()
        return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}

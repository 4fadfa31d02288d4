import Foundation
import Logging
import Testing

@testable import Telemetry

@Suite struct GatewayLogHandlerTests {
    struct Failure: Error, CustomStringConvertible { var description: String { "it broke" } }
    struct Temperature: CustomStringConvertible { var description: String { "21 °C" } }

    @Test func aJSONLineHasFlatFields() throws {
        let capture = LogCapture()
        var logger = capture.logger(.json)
        logger[metadataKey: "call_uuid"] = "c-1"
        logger.info(
            "Call ended",
            metadata: [
                "turns": .stringConvertible(3), "mean": .stringConvertible(1.5), "nan": .stringConvertible(Double.nan), "ok": .stringConvertible(true),
                "object": .stringConvertible(Temperature()), "list": ["a", "b"], "map": ["k": .stringConvertible(UInt8(7))],
            ])
        let expected =
            #"{"timestamp":"2026-11-24T12:49:04.123Z","level":"info","message":"Call ended","call_uuid":"c-1","list":["a","b"],"map":{"k":7},"mean":1.5,"#
            + #""nan":"nan","object":"21 °C","ok":true,"turns":3}"# + "\n"
        #expect(try capture.text() == expected)
    }

    @Test func theEventsFieldsWinOverTheLoggersAndTheProviders() throws {
        let capture = LogCapture()
        var handler = GatewayLogHandler(style: .text, level: .info, writer: capture.writer) { 0 }
        handler.metadata = ["a": "logger", "b": "logger", "c": "logger"]
        handler.metadataProvider = Logger.MetadataProvider { ["b": "provider", "c": "provider"] }
        let logger = Logger(label: "test") { [handler] _ in handler }
        logger.warning("x", metadata: ["c": "event"])
        #expect(try capture.text() == "1970-01-01T00:00:00.000Z warning x a=logger b=provider c=event\n")
    }

    @Test func levelsBelowTheChosenAreLeftOut() throws {
        let capture = LogCapture()
        let logger = capture.logger(.text, level: .warning)
        logger.info("no")
        logger.error("yes")
        #expect(try capture.text() == "2026-11-24T12:49:04.123Z error yes\n")
    }

    static let hostile = [
        "line\nbreak", "carriage\r\nreturn", "\u{1B}[2J\u{1B}]0;title\u{7}", "quote\"back\\slash", "\u{0}", "tab\t", "\u{85}\u{2028}\u{2029}",
        "\u{202E}reversed", "😀 ação", "", "\u{9B}31m",
        "{\"a\":1}", "\u{7F}",
    ]

    @Test(arguments: hostile) func whateverIsLoggedIsOneLineOfSoundJSON(_ text: String) throws {
        let capture = LogCapture()
        capture.logger(.json).info("\(text)", metadata: ["field": .string(text), "\(text)": "x", "level": "mine", "message": "mine", "timestamp": "mine"])
        let line = try capture.text()
        #expect(line.utf8.count { $0 == 10 } == 1 && line.hasSuffix("\n"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["message"] as? String == text)
        #expect(object["field"] as? String == text)
        #expect(object["level"] as? String == "info")
        #expect(object["level_"] as? String == "mine" && object["message_"] as? String == "mine" && object["timestamp_"] as? String == "mine")
    }

    @Test(arguments: hostile) func whateverIsLoggedIsOneLineWithoutControlCharacters(_ text: String) throws {
        let capture = LogCapture()
        capture.logger(.text).info("\(text)", metadata: ["field": .string(text)])
        let line = try capture.text()
        #expect(line.hasSuffix("\n"))
        #expect(line.dropLast().unicodeScalars.allSatisfy { ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) })
    }

    @Test func errorsAreAField() throws {
        let capture = LogCapture()
        capture.logger(.json).error("Failed", error: Failure())
        #expect(try capture.text().contains(#""error":"it broke""#))
    }
}

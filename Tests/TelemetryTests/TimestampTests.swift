import Foundation
import Testing

@testable import Telemetry

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_524_544_123, "2026-11-24T12:49:04.123Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]) func isISO8601InUTC(_ milliseconds: Int64, _ text: String)
    {
        #expect(Timestamp.text(milliseconds) == text)
    }

    @Test func agreesWithFoundationOverFourCenturies() {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for step in 0..<3_000 {
            let seconds = Int64(step) * 4_207_849 - 62_135_596_8
            #expect(Timestamp.text(seconds * 1_000) == Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(style))
        }
    }

    @Test func nowIsNow() {
        #expect(abs(Double(Timestamp.now()) / 1_000 - Date().timeIntervalSince1970) < 5)
    }
}

import Foundation
import Testing

@testable import CallControl

@Suite struct CivilTimeTests {
    /// Foundation's calendar is another program for the same arithmetic.
    @Test func datesAgreeWithFoundations() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for seconds in stride(from: Int64(-2_000_000_000), to: 8_000_000_000, by: 86_399 * 97) {
            let time = CivilTime(secondsSinceEpoch: seconds)
            let date = Date(timeIntervalSince1970: Double(seconds))
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
            #expect(
                [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second] == [
                    time.year, time.month, time.day, time.hour, time.minute, time.second,
                ])
            #expect(parts.weekday == time.weekday)
            #expect(calendar.ordinality(of: .day, in: .year, for: date) == time.dayOfYear)
            #expect(time.secondsSinceEpoch == seconds)
        }
    }

    @Test func whatDoesNotExistIsNil() {
        #expect(CivilTime(year: 2026, month: 2, day: 29) == nil)
        #expect(CivilTime(year: 2024, month: 2, day: 29) != nil)
        #expect(CivilTime(year: 2100, month: 2, day: 29) == nil)
        #expect(CivilTime(year: 2026, month: 13, day: 1) == nil)
        #expect(CivilTime(year: 0, month: 1, day: 1) == nil)
        #expect(CivilTime(year: 2026, month: 1, day: 1, hour: 24, minute: 1) == nil)
        #expect(CivilTime(year: 2026, month: 12, day: 31, hour: 24) == CivilTime(year: 2027, month: 1, day: 1))
    }

    @Test func itIsWrittenAsOnPaper() {
        #expect("\(CivilTime(secondsSinceEpoch: 1_798_203_605))" == "2026-12-25 13:00:05")
    }
}

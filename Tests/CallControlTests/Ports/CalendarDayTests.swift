import CallControl
import Foundation
import Testing

@Suite struct CalendarDayTests {
    /// Foundation's calendar is the reference.
    @Test func agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for step in stride(from: Int64(-30_000), through: 60_000, by: 1) {
            let seconds = step * 86_400 + (step % 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(
                CalendarDay(unixMilliseconds: seconds * 1_000, secondsFromGMT: 0)
                    == CalendarDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
        }
    }

    @Test func placeDecidesTheDay() {
        // 16 January 2026, 01:30 in Greenwich.
        let moment: Int64 = 1_768_527_000_000
        #expect(CalendarDay(unixMilliseconds: moment, secondsFromGMT: 0).digits == "20260116")
        #expect(CalendarDay(unixMilliseconds: moment, secondsFromGMT: -3 * 3_600).digits == "20260115")
        #expect(CalendarDay(unixMilliseconds: -1, secondsFromGMT: 0).digits == "19691231")
        #expect(CalendarDay(year: 2_026, month: 1, day: 5).digits == "20260105")
    }
}

import Foundation

extension CallFilter {
    /// Reads `45m`, `12h`, `7d` (so long ago), `2026-11-25` (its midnight here) or `2026-11-25T14:30:00Z`.
    /// - Parameters:
    ///   - now: Unix milliseconds.
    ///   - zone: of days without one.
    /// - Returns: Unix milliseconds; `nil` for a text that is none of these.
    public static func time(_ text: String, now: Int64, zone: TimeZone = .current) -> Int64? {
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), (0...100_000).contains(count) { return now - count * unit }
        if let date = try? Date(text, strategy: .iso8601) { return milliseconds(date) }
        let day = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
        guard text.utf8.count == 10, let date = try? Date(text, strategy: day) else { return nil }
        return milliseconds(date)
    }

    private static let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]

    private static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000).rounded()) }
}

import CallControl
import Glibc

/// What a recording is called: a file in a folder for each day, `2025-11-25/20251125T143005123Z-<call>.opus` (UTC), which is the
/// object's key as well. No two calls share one, since no two with the same id begin in the same millisecond.
struct RecordingName: Equatable, Sendable {
    let call: CallID
    /// Relative to the directory.
    let path: String

    /// - Parameter start: Unix milliseconds.
    init(call: CallID, start: Int64) {
        self.call = call
        var seconds = time_t(start / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let day = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)].map { Self.padded($0, 2) }
        let time = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)].map { Self.padded($0, 2) }
        let stamp = "\(day.joined())T\(time.joined())\(Self.padded(Int(start % 1_000), 3))Z"
        path = "\(day.joined(separator: "-"))/\(stamp)-\(Self.safe(call.rawValue)).opus"
    }

    /// Ids are checked where they come in; a name never relies on it.
    private static func safe(_ text: String) -> String {
        String(
            text.unicodeScalars.prefix(64).map { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_") ? Character(scalar) : "_"
            })
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

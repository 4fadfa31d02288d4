/// How long to wait before an upload is tried again: 1 s, then twice as long each time, at most 5 minutes; half of it by chance, so that
/// what failed together doesn't come back together.
enum UploadBackoff {
    static func delay(afterAttempt attempt: Int, using random: inout some RandomNumberGenerator) -> Duration {
        let full = min(300_000, 1_000 << min(attempt - 1, 20))
        return .milliseconds(Int.random(in: full / 2...full, using: &random))
    }
}

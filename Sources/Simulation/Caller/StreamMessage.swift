import Audio
import WireProtocols

/// A text frame toward FreeSWITCH, read as its module would.
enum StreamMessage {
    case audio, stop, malformed

    private static let audioMark = Array("\"audioData\":\"".utf8)
    private static let stopMark = Array("\"stopAudio\"".utf8)

    /// Appends the samples of a `streamAudio` message.
    static func read(_ message: Span<UInt8>, into samples: inout [Int16]) -> StreamMessage {
        if let start = find(audioMark, in: message) {
            var end = start
            while end < message.count, message[end] != UInt8(ascii: "\"") { end += 1 }
            guard end < message.count else { return .malformed }
            var bytes: [UInt8] = []
            bytes.reserveCapacity((end - start) / 4 * 3)
            do { try Base64.decode(message, start..<end, into: &bytes) } catch { return .malformed }
            guard bytes.count.isMultiple(of: 2) else { return .malformed }
            PCM16.decode(bytes.span, appendingTo: &samples)
            return .audio
        }
        return find(stopMark, in: message) != nil ? .stop : .malformed
    }

    /// Index behind the first occurrence.
    private static func find(_ mark: [UInt8], in message: Span<UInt8>) -> Int? {
        let limit = min(message.count, 256) - mark.count
        guard limit >= 0 else { return nil }
        for start in 0...limit where message[start] == mark[0] {
            var length = 1
            while length < mark.count, message[start + length] == mark[length] { length += 1 }
            if length == mark.count { return start + length }
        }
        return nil
    }
}

/// What a simulated caller counts.
struct CallerCounters {
    var audioMessages = 0
    var samples = 0
    var flushes = 0
    var malformed = 0
    var ignoredBinary = 0
    /// How late frames left, against their absolute deadlines.
    var lateness = FrameLateness()

    var all: [String: Int] {
        [
            "audio_messages": audioMessages, "samples_received": samples, "flushes": flushes, "malformed": malformed, "ignored_binary": ignoredBinary,
            "max_frame_lateness_us": Int(lateness.longest / 1_000), "late_frames": lateness.late,
        ]
    }
}

/// Lateness of the caller's own frames: beyond 5 ms the generator is the bottleneck.
struct FrameLateness {
    private(set) var longest: Int64 = 0
    private(set) var count = 0
    private(set) var late = 0

    mutating func record(nanoseconds: Int64) {
        count += 1
        longest = max(longest, nanoseconds)
        if nanoseconds > 10_000_000 { late += 1 }
    }
}

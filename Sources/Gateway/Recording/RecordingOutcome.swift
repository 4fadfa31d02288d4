import CallControl

/// What became of a recording.
struct RecordingOutcome: Equatable, Sendable {
    var call: CallID
    var path: String
    var url: String?
    var duration: Duration = .zero
    var bytes = 0
    /// Audio for which the recorder was too slow; silence in the file.
    var callerDropped = Duration.zero
    var agentDropped = Duration.zero
    /// Audio that came too late, or faster than time passes; left out of the file.
    var callerMisplaced = Duration.zero
    var agentMisplaced = Duration.zero
    /// Why the file ends before the call did, or isn't there at all.
    var failure: String?
}

/// What the recorder tells, on threads of its own.
enum RecordingEvent: Equatable, Sendable {
    case finished(RecordingOutcome)
    /// The recorder has more calls than it can encode: this one is not recorded.
    case refused(CallID)
    /// A recording that a crash had left behind was closed.
    case recovered(path: String)
    case uploaded(path: String, url: String, attempts: Int)
    case uploadFailed(path: String, problem: String, retryAfter: Duration)
    /// Recordings older than they may get were deleted; some of them had not been uploaded.
    case expired(count: Int, unsent: Int)
}

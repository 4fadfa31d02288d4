import CallControl

/// What the shell counts of one call.
struct CallMeasures {
    var callerFrames = 0
    /// Frames of a wrong size.
    var framesRejected = 0
    var textFrames = 0
    var malformed = 0
    var staleMessages = 0
    var heldBytesDropped = 0
    var streamOverflows = 0
    var agentOverflows = 0
    var streamRestarts = 0
    /// From the start of the call until the provider was ready.
    var readyAfter: Duration?
    /// From a caller's frame received to its message written to the provider.
    var gatewayUp = SpanStatistics()
    /// From the provider's interruption event to the clear message written to FreeSWITCH.
    var interruption = SpanStatistics()

    var counters: [String: Int] {
        [
            "caller_frames": callerFrames, "frames_rejected": framesRejected, "text_frames": textFrames, "malformed_events": malformed,
            "stale_messages": staleMessages, "held_bytes_dropped": heldBytesDropped, "stream_overflows": streamOverflows,
            "provider_overflows": agentOverflows, "stream_restarts": streamRestarts,
        ]
    }
}

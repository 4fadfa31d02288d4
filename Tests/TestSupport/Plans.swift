import Audio
import CallControl

extension PlayoutPolicy {
    /// FreeSWITCH waits for 400 ms before it plays; what it holds can be flushed.
    public static let longWarmup = PlayoutPolicy(rate: .hz8000, lead: .milliseconds(400), warmup: .milliseconds(400), canFlush: true)
    /// The same build with its warm-up lowered.
    public static let shortWarmup = PlayoutPolicy(rate: .hz8000, lead: .milliseconds(60), warmup: .milliseconds(40), canFlush: true)
    /// A build without a flush, which blocks when it is given more than a frame.
    public static let noFlush = PlayoutPolicy(rate: .hz8000, lead: .zero, canFlush: false)
    /// Plays at once, can be flushed.
    public static let plain = PlayoutPolicy(rate: .hz8000, lead: .zero, canFlush: true)

    public static let profiles = [longWarmup, shortWarmup, noFlush, plain]
}

extension AgentCapabilities {
    /// A provider that says when the caller speaks and when responses begin and end, and is truncated by us.
    public static let outspoken = AgentCapabilities(
        reportsEndOfCallerSpeech: true, truncatesByPosition: true, wantsResponseAfterTools: true, speaksVerbatim: false, greetsByItself: false,
        reportsResponses: true)
    /// A provider that only sends transcripts, audio and interruptions, and does the rest itself.
    public static let taciturn = AgentCapabilities(
        reportsEndOfCallerSpeech: false, truncatesByPosition: false, wantsResponseAfterTools: false, speaksVerbatim: false, greetsByItself: true,
        reportsResponses: false)
}

extension CallPlan {
    public static func scripted(_ playout: PlayoutPolicy = .plain) -> CallPlan {
        CallPlan(formatToAgent: .pcmu, formatFromAgent: .pcmu, playout: playout)
    }

    public func with(_ change: (inout CallPlan) -> Void) -> CallPlan {
        var plan = self
        change(&plan)
        return plan
    }
}

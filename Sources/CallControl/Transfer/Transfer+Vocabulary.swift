extension Transfer {
    public enum Input: Equatable, Sendable {
        case started
        /// To what was asked with this number.
        case answer(Step, SwitchAnswer)
        /// Of the caller's channel or of one of `channels`; others do no harm.
        case channel(ChannelEvent)
        /// The call wants it no more. The caller's end is a channel's event.
        case cancelled
        /// The call is over for us: nobody wants to hear how it ends.
        case callEnded
        /// Nothing more will be heard of what happens to the channels. Requests under way are answered beside.
        case connectionLost(String)
        /// The time of an earlier `.wake` has come.
        case wake
    }

    public enum Effect: Equatable, Sendable {
        /// To be answered within the limit, if only by `.unavailable(.timedOut)`.
        case ask(Step, SwitchRequest, within: Duration)
        /// Hang this channel up, also later should the connection be lost now: a telephone must not ring for nobody.
        case abandon(ChannelID, HangupCause)
        case wake(at: Instant)
        /// News for the call; comes before the request that it is about.
        case reached(TransferStage)
        /// The end; nothing follows.
        case finished(TransferReport)
    }

    /// How long each part may take.
    public struct Timing: Equatable, Sendable {
        public var presence = Duration.seconds(2)
        /// Beyond the ring time, which FreeSWITCH itself keeps.
        public var ringMargin = Duration.seconds(5)
        public var stopStream = Duration.seconds(2)
        public var bridge = Duration.seconds(5)

        public init() {}
    }
}

/// What a call asks of the switchboard: the port to FreeSWITCH. The call's own channel is always the one that is meant.
public enum SwitchboardRequest: Equatable, Sendable {
    /// One at a time; answered by `.transferring` and, once, by `.transferEnded`.
    case transfer(TransferOrder)
    /// Give the transfer up: telephones that ring are silenced.
    case cancelTransfer
    case hangUp(HangupCause)
    case play(Playable)
    case stopPlaying
    case startRecording(path: String)
    case stopRecording(path: String)
    case setVariable(name: String, value: String)
    /// Answered by `.presence`, once.
    case presence([Extension])
}

/// What a call is told by the switchboard.
public enum SwitchboardNews: Equatable, Sendable {
    /// How far the transfer is. `.stoppingStream` comes before FreeSWITCH is told to stop the stream: its close is not the caller's.
    case transferring(TransferStage)
    case transferEnded(TransferReport)
    /// Of the call's channel: digits, the end, files to play.
    case channel(ChannelEvent.Kind)
    /// `.unknown` for those of whom nothing is known in time.
    case presence([Extension: SwitchAnswer.Presence])
    /// A request came to nothing; the reason in words.
    case failed(SwitchboardRequest, String)
}

/// The end of a transfer.
public struct TransferReport: Equatable, Sendable {
    public var outcome: TransferOutcome
    /// The caller's stream was stopped: nobody can speak to him any more but by playing files.
    public var isStreamStopped: Bool
    /// Whose telephone the attendant has answered with, as far as it is known.
    public var attendant: DialEndpoint?

    public init(_ outcome: TransferOutcome, isStreamStopped: Bool, attendant: DialEndpoint? = nil) {
        self.outcome = outcome
        self.isStreamStopped = isStreamStopped
        self.attendant = attendant
    }
}

extension Handoff {
    public enum Input: Equatable, Sendable {
        case wanted(HandoffTrigger)
        /// Do people work now?
        case hours(isOpen: Bool)
        case attendants(AgentsOnline)
        case transferring(TransferStage)
        case transferEnded(TransferReport)
        case ticket(TicketNews)
        /// The line has been spoken, or could not be.
        case lineEnded(LineEnding)
        /// There is nobody to go on talking with, and nobody who would write down what the caller says.
        case agentLost
        case callerStartedSpeaking
        case callerStoppedSpeaking
        /// Nobody can hear or say anything on this call any more.
        case callEnded
        /// The call ends now, and with it everybody who could wait for anything.
        case abandoned
    }

    /// What has become of a ticket.
    public enum TicketNews: Equatable, Sendable {
        /// It is written where a crash can't reach it, or the desk has it already.
        case kept
        /// It could be put nowhere.
        case lost(String)
        /// The desk has it; the number is what the caller refers to.
        case delivered(number: String?, TicketReceipt? = nil)
    }

    public enum LineEnding: Equatable, Sendable {
        case heard
        /// The caller talked over it.
        case interrupted
        /// Neither the agent nor a recording could speak it.
        case unspoken
    }

    public enum Effect: Equatable, Sendable {
        case askHours
        case askDesk(AttendantsQuery)
        case speak(HandoffLine, String)
        case transfer(TransferOrder)
        /// Write a ticket down, and deliver it.
        case keepTicket(HandoffTrigger, TicketOccasion)
        case cancelTransfer
        /// Nobody can speak to the caller any more.
        case hangUp
        /// Say goodbye to the stream: all is done.
        case endCall
        case ended(HandoffOutcome)
        case step(HandoffStep)
    }
}

/// One decision on the way to a person, for the record, the log and whoever watches.
public struct HandoffStep: Equatable, Sendable {
    public var name: String
    public var detail: String

    public init(_ name: String, _ detail: String = "") {
        self.name = name
        self.detail = detail
    }
}

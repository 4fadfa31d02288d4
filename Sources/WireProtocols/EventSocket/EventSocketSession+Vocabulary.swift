import CallControl

extension EventSocketSession {
    public enum Input: Equatable, Sendable {
        case start
        /// The dial of the last `.dial` succeeded.
        case connected
        case received(EventSocketMessage)
        /// The dial failed, the connection ended, or its bytes made no sense.
        case lost(String)
        /// Answered once by `.answer`, within the limit at the latest.
        case perform(Ticket, SwitchRequest, within: Duration)
        /// Let this channel's events through, also after a reconnect.
        case follow(ChannelID)
        case unfollow(ChannelID)
        case wake
        case stop
    }

    public enum Effect: Equatable, Sendable {
        case dial
        case send(EventSocketLine)
        /// Close the connection, or give the dial up.
        case drop
        /// Replaces the wake-up asked for before.
        case wake(at: Instant)
        /// Logged in and subscribed.
        case up
        /// Lost, or not reached; each attempt that fails says so.
        case down(String)
        case answer(Ticket, SwitchAnswer)
        case event(SwitchEvent)
    }

    public struct Policy: Equatable, Sendable {
        public var connectTimeout = Duration.seconds(5)
        /// For the greeting, then for login and subscription.
        public var loginTimeout = Duration.seconds(5)
        /// Commands are answered at once, since all that is slow runs as a job: a late reply means a dead connection.
        public var replyTimeout = Duration.seconds(5)
        public var pingInterval = Duration.seconds(15)
        public var firstBackOff = Duration.milliseconds(500)
        public var longestBackOff = Duration.seconds(30)
        /// Requests without an answer yet.
        public var mostJobs = 512
        /// Channels followed at once.
        public var mostFollowed = 10_000

        public init() {}
    }

    /// What went which way, for metrics.
    public struct Counts: Equatable, Sendable {
        public var dials = 0
        public var logins = 0
        /// Connections lost that had been up.
        public var losses = 0
        public var requests = 0
        public var refused = 0
        public var overflow = 0
        public var lateJobs = 0
        /// Results of jobs that nobody waits for: late, or another client's.
        public var foreignJobs = 0
        public var events = 0
        public var malformed = 0
        public var unrecognised = 0
        /// Replies that said no where it does no harm, such as a filter's.
        public var declined = 0

        public init() {}
    }

    /// A command whose reply is to come.
    struct Awaited: Equatable, Sendable {
        enum Kind: Equatable, Sendable {
            case password, subscription, filter, ping
            case job(String)

            var name: String {
                switch self {
                case .password: "the password"
                case .subscription: "the subscription"
                case .filter: "a filter"
                case .ping: "a ping"
                case .job: "a job"
                }
            }
        }
        var kind: Kind
        var deadline: Instant
    }
}

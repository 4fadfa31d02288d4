/// All that a call knows beforehand about handing over to people; a snapshot of the secretary's settings.
public struct HandoffPlan: Equatable, Sendable {
    /// Finds the wish for a person in the caller's words; `nil`: the caller's words alone hand nothing over.
    public var detector: KeywordDetector?
    /// Agent answers after which people are asked; `nil`: never.
    public var maxTurns: Int?
    /// The key that asks for a person.
    public var digit: String?
    /// Whom to ask the desk for.
    public var attendants: AttendantsQuery
    public var ringTime: Duration
    public var checksPresence: Bool
    /// The caller hears a ringing tone while telephones ring.
    public var ringsBack = true
    /// The dialplan context of an extension that is no user.
    public var dialplanContext: String
    /// Make a ticket when nobody can answer.
    public var makesTickets: Bool
    public var texts: HandoffTexts
    /// How long the desk may take to tell who is there, retries included.
    public var deskLimit: Duration
    /// How long the caller waits for the ticket's number once he has been told that his wish is noted.
    public var numberLimit: Duration
    /// After the note, the caller has this long to say something before the number follows.
    public var courtesy: Duration
    /// How long a ticket may take to be written down: a disk under load can take seconds, and "could not be noted" must not be said in vain.
    public var keepLimit = Duration.seconds(8)
    /// Outside business hours: how long the caller may think before his message, pause in it, and take for all of it.
    public var messageSilence = Duration.seconds(8)
    public var messagePause = Duration.seconds(2)
    public var messageLimit = Duration.seconds(90)
    /// A provider that says that he speaks is believed so long where our own ear does not hear him: it may hang, and he may be quiet.
    public var messageTrust = Duration.seconds(15)

    public init(
        attendants: AttendantsQuery, texts: HandoffTexts, detector: KeywordDetector? = nil, maxTurns: Int? = 20, digit: String? = nil,
        ringTime: Duration = .seconds(30),
        checksPresence: Bool = true, dialplanContext: String = "default", makesTickets: Bool = true, deskLimit: Duration = .seconds(7),
        numberLimit: Duration = .seconds(4), courtesy: Duration = .milliseconds(1_500)
    ) {
        self.attendants = attendants
        self.texts = texts
        self.detector = detector
        self.maxTurns = maxTurns
        self.digit = digit
        self.ringTime = ringTime
        self.checksPresence = checksPresence
        self.dialplanContext = dialplanContext
        self.makesTickets = makesTickets
        self.deskLimit = deskLimit
        self.numberLimit = numberLimit
        self.courtesy = courtesy
    }
}

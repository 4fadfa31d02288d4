import CallControl

/// An experiment as it stands, for people who watch. Counts are of this process, since it began.
public struct ExperimentStanding: Sendable {
    public struct Arm: Sendable {
        public var name: String
        /// `nil`: the secretary's own.
        public var provider: String?
        public var weight: Int
        public var tally: ArmTally
        /// When (Unix milliseconds) and why a guardrail took it out.
        public var stopped: (at: Int64, problem: String)?
    }

    public var name: String
    public var stickiness: Experiment.Stickiness
    /// Unix seconds.
    public var startsAt: Int64?
    public var endsAt: Int64?
    /// The control first.
    public var arms: [Arm]
}

import CallControl

/// Which call is made when: all arms of a scenario close together and in random order, so that whatever changes with time changes for all.
public struct BenchPlan: Equatable, Sendable {
    public struct Call: Equatable, Sendable {
        /// Where it stands in the plan; its id too.
        public let number: Int
        public let arm: String
        public let scenario: String
    }

    public let calls: [Call]

    /// - Parameter callsPerArm: spread over the scenarios in turn.
    public init(arms: [String], scenarios: [String], callsPerArm: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var planned: [(arm: String, scenario: String)] = []
        var start = 0
        while start < callsPerArm {
            // A block has each scenario once, for each arm: small enough that an hour's drift is the same to all.
            let block = (start..<min(start + scenarios.count, callsPerArm)).flatMap { index in
                arms.map { (arm: $0, scenario: scenarios[index % scenarios.count]) }
            }
            planned += block.shuffled(using: &generator)
            start += scenarios.count
        }
        calls = planned.enumerated().map { Call(number: $0.offset, arm: $0.element.arm, scenario: $0.element.scenario) }
    }
}

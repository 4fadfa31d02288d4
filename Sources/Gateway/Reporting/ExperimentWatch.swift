import CallControl
import Foundation
import Locking
import Logging
import Settings
import Telemetry

/// Watches the arms of running experiments, and takes out one that does its callers harm. What it knows is of this process: after a
/// restart an arm that had been taken out is tried again, until it has shown anew what it is like.
final class ExperimentWatch: Sendable {
    private struct Watched {
        var settings: ExperimentSettings
        /// The arms' own providers, as they are configured.
        var providers: [ProviderSettings?]
        /// Since when it is what it is (Unix milliseconds); calls of before were of other arms.
        var since: Int64
        var tallies: [String: ArmTally] = [:]
        var stopped: [String: Stop] = [:]
        /// Calls of those who stay in their arm, as far as they were counted.
        private var callers: [String: Int] = [:]
        private static let mostCallers = 100_000

        init(_ settings: ExperimentSettings, _ providers: [String: ProviderSettings], since: Int64) {
            self.settings = settings
            self.providers = settings.arms.map { $0.provider.flatMap { providers[$0] } }
            self.since = since
        }

        func takes(_ place: ExperimentArm, from start: Int64) -> Bool { settings.arm(named: place.arm) != nil && start >= since }

        mutating func add(
            _ place: ExperimentArm, isFailure: Bool, isHandoff: Bool, latencies: [Duration], at now: Int64
        ) -> [(arm: String, Guardrails.Violation)] {
            guard counts(callOf: place.unit) else { return [] }
            tallies[place.arm, default: ArmTally()].add(isFailure: isFailure, isHandoff: isHandoff, latencies: latencies)
            return judge(after: place.arm, at: now)
        }

        /// - Parameter caller: `nil` where calls are divided.
        private mutating func counts(callOf caller: String?) -> Bool {
            guard let caller else { return true }
            let calls = callers[caller] ?? 0
            guard calls < Guardrails.callsOfOneCaller else { return false }
            if callers.count >= Self.mostCallers { callers.removeAll() }
            callers[caller] = calls + 1
            return true
        }

        /// Holds the arm that had a call, or all if it was the control's, against the control.
        private mutating func judge(after changed: String, at now: Int64) -> [(arm: String, Guardrails.Violation)] {
            guard let control = settings.arms.first?.name else { return [] }
            let usual = tallies[control] ?? ArmTally()
            var found: [(arm: String, Guardrails.Violation)] = []
            for name in changed == control ? settings.arms.dropFirst().map(\.name) : [changed] where stopped[name] == nil {
                guard let arm = tallies[name], settings.guardrails.isDue(arm, against: usual) else { continue }
                tallies[name]?.wasJudged()
                guard let violation = settings.guardrails.verdict(on: arm, against: usual) else { continue }
                stopped[name] = Stop(at: now, problem: violation.description)
                found.append((name, violation))
            }
            return found
        }

        func isSame(_ other: Watched) -> Bool { settings.arms == other.settings.arms && providers == other.providers }
    }

    /// What a guardrail found, and when (Unix milliseconds).
    private struct Stop {
        var at: Int64
        var problem: String
    }

    private let state: Locked<[String: Watched]>
    private let metrics: MetricRegistry
    private let logger: Logger

    /// - Parameter now: Unix milliseconds.
    init(_ settings: GatewaySettings, metrics: MetricRegistry, logger: Logger, at now: Int64) {
        state = Locked([:])
        self.metrics = metrics
        self.logger = logger
        reconfigure(settings, at: now)
    }

    /// An experiment whose arms or their providers have changed begins anew; changed weights alone change nothing of what an arm is.
    /// - Parameter now: Unix milliseconds.
    func reconfigure(_ settings: GatewaySettings, at now: Int64) {
        state.withLock { state in
            var next: [String: Watched] = [:]
            for experiment in settings.experiments {
                let new = Watched(experiment, settings.providers, since: now)
                guard var known = state[experiment.name], known.isSame(new) else {
                    next[experiment.name] = new
                    continue
                }
                known.settings = experiment
                next[experiment.name] = known
            }
            state = next
        }
        for experiment in settings.experiments { declare(experiment) }
        warnOfEnded(settings.experiments, at: now)
    }

    /// They are in the configuration still, and take no calls.
    private func warnOfEnded(_ experiments: [ExperimentSettings], at now: Int64) {
        for experiment in experiments {
            guard let end = experiment.endsAt, end * 1_000 <= now else { continue }
            let moment = Date(timeIntervalSince1970: Double(end)).formatted(.iso8601)
            logger.warning("An experiment is over", metadata: ["experiment": .string(experiment.name), "ended_at": .string(moment)])
        }
    }

    /// Arms that take no more calls.
    func stopped(of experiment: String) -> Set<String> { state.withLock { $0[experiment].map { Set($0.stopped.keys) } ?? [] } }

    /// A call of the experiment's has ended.
    /// - Parameters:
    ///   - start: Unix milliseconds, as `now`.
    func finished(_ place: ExperimentArm, from start: Int64, isFailure: Bool, isHandoff: Bool, latencies: [Duration], at now: Int64) {
        let found = state.withLock { state -> [(arm: String, Guardrails.Violation)] in
            guard state[place.experiment]?.takes(place, from: start) == true else { return [] }
            return state[place.experiment]?.add(place, isFailure: isFailure, isHandoff: isHandoff, latencies: latencies, at: now) ?? []
        }
        for (arm, violation) in found {
            let label = ExperimentArm(experiment: place.experiment, arm: arm).label
            logger.error("An arm of an experiment takes no more calls", metadata: ["arm": .string(label), "problem": .string(violation.description)])
        }
    }

    var standings: [ExperimentStanding] {
        state.withLock { $0.values.map { $0 } }.sorted { $0.settings.name < $1.settings.name }.map { watched in
            let arms = watched.settings.arms.map { arm in
                ExperimentStanding.Arm(
                    name: arm.name, provider: arm.provider, weight: watched.settings.division.arms.first { $0.name == arm.name }?.weight ?? 0,
                    tally: watched.tallies[arm.name] ?? ArmTally(), stopped: watched.stopped[arm.name].map { ($0.at, $0.problem) })
            }
            return ExperimentStanding(
                name: watched.settings.name, stickiness: watched.settings.division.stickiness, startsAt: watched.settings.startsAt,
                endsAt: watched.settings.endsAt, arms: arms)
        }
    }

    private func declare(_ experiment: ExperimentSettings) {
        for arm in experiment.arms {
            let (name, place) = (experiment.name, ExperimentArm(experiment: experiment.name, arm: arm.name))
            metrics.computed(
                "voice_gateway_experiment_arm_stopped", "1 once a guardrail has taken the arm out of its experiment.", ["arm": place.label]
            ) { [weak self] in self?.stopped(of: name).contains(place.arm) == true ? 1 : 0 }
        }
    }
}

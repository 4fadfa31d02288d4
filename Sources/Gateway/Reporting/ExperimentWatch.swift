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
        var tallies: [String: ArmTally] = [:]
        var stopped: [String: Stop] = [:]
    }

    /// What a guardrail found, and when (Unix milliseconds).
    private struct Stop {
        var at: Int64
        var problem: String
    }

    private let state: Locked<[String: Watched]>
    private let metrics: MetricRegistry
    private let logger: Logger

    init(_ experiments: [ExperimentSettings], metrics: MetricRegistry, logger: Logger) {
        state = Locked(Dictionary(experiments.map { ($0.name, Watched(settings: $0)) }) { first, _ in first })
        self.metrics = metrics
        self.logger = logger
        for experiment in experiments { declare(experiment) }
        warnOfEnded(experiments)
    }

    /// They are in the configuration still, and take no calls.
    private func warnOfEnded(_ experiments: [ExperimentSettings]) {
        let now = Int64(Date().timeIntervalSince1970)
        for experiment in experiments {
            guard let end = experiment.endsAt, end <= now else { continue }
            let moment = Date(timeIntervalSince1970: Double(end)).formatted(.iso8601)
            logger.warning("An experiment is over", metadata: ["experiment": .string(experiment.name), "ended_at": .string(moment)])
        }
    }

    /// An experiment that has changed begins anew; changed weights alone change nothing of what an arm is.
    func reconfigure(_ experiments: [ExperimentSettings]) {
        state.withLock { state in
            var next: [String: Watched] = [:]
            for experiment in experiments {
                guard var known = state[experiment.name], known.settings.arms == experiment.arms else {
                    next[experiment.name] = Watched(settings: experiment)
                    continue
                }
                known.settings = experiment
                next[experiment.name] = known
            }
            state = next
        }
        for experiment in experiments { declare(experiment) }
        warnOfEnded(experiments)
    }

    /// Arms that take no more calls.
    func stopped(of experiment: String) -> Set<String> { state.withLock { $0[experiment].map { Set($0.stopped.keys) } ?? [] } }

    /// A call of the experiment's has ended.
    /// - Parameter now: Unix milliseconds.
    func finished(_ place: ExperimentArm, isFailure: Bool, isHandoff: Bool, latencies: [Duration], at now: Int64) {
        let violation = state.withLock { state -> Guardrails.Violation? in
            guard var watched = state[place.experiment], watched.settings.arm(named: place.arm) != nil else { return nil }
            watched.tallies[place.arm, default: ArmTally()].add(isFailure: isFailure, isHandoff: isHandoff, latencies: latencies)
            defer { state[place.experiment] = watched }
            guard let control = watched.settings.arms.first?.name, place.arm != control, watched.stopped[place.arm] == nil,
                let usual = watched.tallies[control], let arm = watched.tallies[place.arm],
                let violation = watched.settings.guardrails.verdict(on: arm, against: usual)
            else { return nil }
            watched.stopped[place.arm] = Stop(at: now, problem: violation.description)
            return violation
        }
        guard let violation else { return }
        logger.error(
            "An arm of an experiment takes no more calls", metadata: ["arm": .string(place.label), "problem": .string(violation.description)])
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

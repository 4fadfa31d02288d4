import CallControl
import Logging
import Telemetry

/// Turns the recorder's news into log lines and metrics.
final class RecordingReporter: Sendable {
    private let metrics: MetricRegistry
    private let logger: Logger

    init(metrics: MetricRegistry, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
        for outcome in ["complete", "failed", "refused"] { count(outcome: outcome, by: 0) }
        for outcome in ["uploaded", "failed"] { count(upload: outcome, by: 0) }
    }

    func report(_ event: RecordingEvent) {
        switch event {
        case .finished(let outcome): finished(outcome)
        case .refused(let call):
            count(outcome: "refused")
            logger.error("A call is not recorded: the recorder can't keep up with so many", metadata: ["call_uuid": .string(call.rawValue)])
        case .recovered(let path): logger.notice("Recording of a gateway that was killed has been closed", metadata: ["path": .string(path)])
        case .uploaded(let path, let url, let attempts):
            count(upload: "uploaded")
            logger.info("Recording uploaded", metadata: ["path": .string(path), "url": .string(url), "attempts": .stringConvertible(attempts)])
        case .uploadFailed(let path, let problem, let delay):
            count(upload: "failed")
            logger.warning(
                "Recording could not be uploaded, trying again",
                metadata: ["path": .string(path), "problem": .string(problem), "retry_after_ms": .stringConvertible(Int(delay.inMilliseconds))])
        case .expired(let number, let unsent):
            count(
                "voice_gateway_recordings_expired_total", "Recordings deleted by age, by whether they still waited for their upload.", ["waiting": "yes"],
                by: unsent)
            count(
                "voice_gateway_recordings_expired_total", "Recordings deleted by age, by whether they still waited for their upload.", ["waiting": "no"],
                by: number - unsent)
            let level: Logger.Level = unsent > 0 ? .error : .info
            logger.log(level: level, "Old recordings deleted", metadata: ["count": .stringConvertible(number), "not_uploaded": .stringConvertible(unsent)])
        }
    }

    private func finished(_ outcome: RecordingOutcome) {
        let result = outcome.failure == nil ? "complete" : "failed"
        count(outcome: result)
        lost(outcome.callerDropped, "caller", "dropped")
        lost(outcome.agentDropped, "agent", "dropped")
        lost(outcome.callerMisplaced, "caller", "misplaced")
        lost(outcome.agentMisplaced, "agent", "misplaced")
        var fields: Logger.Metadata = [
            "call_uuid": .string(outcome.call.rawValue), "path": .string(outcome.path), "bytes": .stringConvertible(outcome.bytes),
            "seconds": .stringConvertible((outcome.duration.inMilliseconds / 10).rounded() / 100),
        ]
        let dropped = outcome.callerDropped + outcome.agentDropped
        if dropped > .zero { fields["dropped_ms"] = .stringConvertible(Int(dropped.inMilliseconds)) }
        if let failure = outcome.failure { fields["problem"] = .string(failure) }
        logger.log(level: outcome.failure == nil ? .info : .error, "Recording \(result)", metadata: fields)
    }

    private func count(outcome: String, by amount: Int = 1) {
        count("voice_gateway_recordings_total", "Recordings finished, or refused at a call's beginning, by outcome.", ["outcome": outcome], by: amount)
    }

    private func count(upload outcome: String, by amount: Int = 1) {
        count("voice_gateway_recording_uploads_total", "Tries to upload a recording, by outcome.", ["outcome": outcome], by: amount)
    }

    private func lost(_ span: Duration, _ channel: String, _ reason: String) {
        metrics.counter(
            "voice_gateway_recording_lost_seconds_total", "Audio missing in recordings, by channel and reason.", ["channel": channel, "reason": reason],
            parts: 1_000
        ).increment(by: Int(span.inMilliseconds))
    }

    private func count(_ name: String, _ help: String, _ labels: [String: String], by amount: Int) {
        metrics.counter(name, help, labels).increment(by: amount)
    }
}

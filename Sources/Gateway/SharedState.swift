import CallControl
import Foundation
import Locking
import Logging
import Settings
import Synchronization
import Transport
import WireProtocols

/// What all loops see: the settings for new calls, the draining flag, the directory of calls, the slow workers.
final class SharedState: Sendable {
    let directory = CallDirectory()
    let metrics = GatewayMetrics()
    let records: RecordWriter
    let experiments: ExperimentWatch
    let latencies = LatencyHistory()
    /// `nil` unless traces are sent.
    let traces: TraceExporter?
    /// `nil` where no FreeSWITCH is configured.
    let switchboard: Switchboard?
    /// `nil` where calls are not handed over to people.
    let office: HandoffOffice?
    let http = HTTPClient()
    let resolver = Resolver()
    /// `nil` unless secretaries are looked up in FusionPBX.
    let secretaries: SecretaryDirectory?
    /// `nil` unless calls are recorded.
    let recorder: Recorder?
    let logger: Logger
    let masksTranscripts: Bool
    let masksNumbers: Bool
    private let observer: (any CallObserver)?
    private let current: Locked<GatewaySettings>
    private let draining = Atomic<Bool>(false)

    init(settings: GatewaySettings, logger: Logger, observer: (any CallObserver)?) throws {
        current = Locked(settings)
        self.logger = logger
        self.observer = observer
        masksTranscripts = settings.logging.maskTranscripts
        masksNumbers = settings.logging.maskNumbers
        records = try RecordWriter(directory: settings.recordsDirectory) { problem in
            logger.error("A call's record can't be written", metadata: ["problem": .string(problem)])
        }
        traces = TraceExporter(settings.tracing, http: http, metrics: metrics.registry, logger: logger)
        experiments = ExperimentWatch(settings, metrics: metrics.registry, logger: logger, at: Self.unixMilliseconds)
        switchboard =
            settings.freeSwitches.isEmpty
            ? nil
            : Switchboard(settings.freeSwitches.values.sorted { $0.name < $1.name }) { status in
                let fields: Logger.Metadata = ["server": .string(status.name), "problem": .string(status.problem ?? "")]
                if status.isUp {
                    logger.info("FreeSWITCH's event socket is up", metadata: fields)
                } else {
                    // Before the first attempt, and at our own end, it alarms nobody.
                    let isExpected = status.problem == EventSocketSession.untried || status.problem == EventSocketSession.ended
                    logger.log(level: isExpected ? .info : .warning, "FreeSWITCH's event socket is down", metadata: fields)
                }
            }
        office = try settings.omniplay.access.url.map { [records, metrics] _ in
            let orphans = OrphanedCalls(makesTickets: settings.unfinishedCalls == .ticket, records: records, metrics: metrics, logger: logger)
            return try HandoffOffice(settings, orphans: orphans, metrics: metrics, logger: logger)
        }
        secretaries = FusionPBXContext(settings).flatMap { [metrics] context in
            settings.fusionPBX.map { SecretaryDirectory($0, context, metrics: metrics.registry, logger: logger) }
        }
        if settings.recording.isEnabled {
            let reporter = RecordingReporter(metrics: metrics.registry, logger: logger)
            recorder = try Recorder(settings.recording) { reporter.report($0) }
        } else {
            recorder = nil
        }
    }

    private static var unixMilliseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    /// A snapshot: a running call keeps the one it began with.
    var settings: GatewaySettings { current.withLock { $0 } }

    func replaceSettings(_ new: GatewaySettings) {
        var new = new
        // Nothing is there to hand over with until the gateway is started anew.
        if office == nil { new.omniplay.access.url = nil }
        current.withLock { $0 = new }
        experiments.reconfigure(new, at: Self.unixMilliseconds)
    }

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func startDraining() { draining.store(true, ordering: .relaxed) }

    func observe(_ call: CallID, _ report: CallSession.Report) { observer?.call(call, report) }

    func finished(_ record: CallRecord) { observer?.finished(record) }
}

/// Watches calls from outside, on their loops; must be quick.
public protocol CallObserver: Sendable {
    func call(_ call: CallID, _ report: CallSession.Report)
    func finished(_ record: CallRecord)
}

import Settings
import Synchronization
import Transport

/// What all loops see: the settings for new calls, the draining flag, the directory of calls, the slow workers.
final class SharedState: Sendable {
    let directory = CallDirectory()
    let metrics: GatewayMetrics
    let records: RecordWriter
    let http: HTTPClient
    let resolver: Resolver
    private let current: Mutex<GatewaySettings>
    private let draining = Atomic<Bool>(false)

    init(settings: GatewaySettings, metrics: GatewayMetrics, records: RecordWriter, http: HTTPClient, resolver: Resolver) {
        current = Mutex(settings)
        self.metrics = metrics
        self.records = records
        self.http = http
        self.resolver = resolver
    }

    /// A snapshot: a running call keeps the one it began with.
    var settings: GatewaySettings { current.withLock { $0 } }

    func replaceSettings(_ new: GatewaySettings) { current.withLock { $0 = new } }

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func startDraining() { draining.store(true, ordering: .relaxed) }
}

import CallControl
import Dispatch
import Foundation
import Locking
import Logging
import PostgreSQL
import Settings
import Telemetry

/// Looks secretaries up in FusionPBX's database, on threads of its own, each with a connection; event loops ask and never wait. What was
/// read counts for a while, and for much longer while the database is down; questions for the same secretary become one query.
final class SecretaryDirectory: Sendable {
    typealias Completion = @Sendable (SecretaryAnswer) -> Void

    struct Request {
        let askedAt: Instant
        var waiters: [Completion]
    }

    struct State {
        var cache: SecretaryCache
        var context: FusionPBXContext
        /// Bounded by the calls that are admitted: each waits for one.
        var queue: [SecretaryKey] = []
        var requests: [SecretaryKey: Request] = [:]
        var isStopping = false
        /// Until then calls with a stale answer are not kept waiting for another failure.
        var restsUntil: Instant?
        var problem: String?
        /// What has been said in the log.
        var said: Set<String> = []
    }

    let settings: FusionPBXSettings
    let state: Locked<State>
    let wake = DispatchSemaphore(value: 0)
    let logger: Logger
    let clock: @Sendable () -> Instant
    private let metrics: MetricRegistry
    private let ended = DispatchSemaphore(value: 0)

    /// After a failure: long enough that an outage costs few calls their patience, short enough to notice its end.
    static let rest = Duration.seconds(5)

    init(
        _ settings: FusionPBXSettings, _ context: FusionPBXContext, metrics: MetricRegistry, logger: Logger,
        clock: @escaping @Sendable () -> Instant = { RecorderThread.now }
    ) {
        self.settings = settings
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        state = Locked(State(cache: SecretaryCache(settings), context: context))
        metrics.computed("voice_gateway_fusionpbx_up", "1 unless FusionPBX's database could not be asked when it last was.") { [weak self] in
            self?.problem == nil ? 1 : 0
        }
    }

    /// Why the database could not be asked, the last time; `nil` while it answers.
    var problem: String? { state.withLock { $0.problem } }

    func start() {
        for index in 0..<settings.connections {
            let thread = Thread { [self] in
                run()
                ended.signal()
            }
            thread.name = "fusionpbx \(index)"
            thread.start()
        }
    }

    /// Answers those who wait, and ends the threads; one in the middle of a query is not waited for longer than a moment.
    func stop() {
        let waiting = state.withLock { state -> [Completion]? in
            guard !state.isStopping else { return nil }
            state.isStopping = true
            state.queue = []
            defer { state.requests = [:] }
            return state.requests.values.flatMap(\.waiters)
        }
        guard let waiting else { return }
        for waiter in waiting { waiter(.failed("the gateway is stopping")) }
        for _ in 0..<settings.connections { wake.signal() }
        let deadline = DispatchTime.now() + 3
        for _ in 0..<settings.connections { _ = ended.wait(timeout: deadline) }
    }

    /// For calls to come.
    func reconfigure(_ settings: GatewaySettings) {
        guard let context = FusionPBXContext(settings) else { return }
        // Event loops ask under this lock: thousands of secretaries are not made under it.
        let known = state.withLock { state in
            state.context = context
            return state.cache.rows
        }
        let remade = known.mapValues { (made: FusionPBXSecretary($0.rows, context), readAt: $0.readAt) }
        state.withLock { $0.cache.replace(remade) }
    }

    // MARK: Asking

    /// - Parameter completion: is called once, from another thread, if there is no answer yet.
    /// - Returns: the answer, if it is known.
    func ask(_ key: SecretaryKey, completion: @escaping Completion) -> SecretaryAnswer? {
        let now = clock()
        let (answer, isNew) = state.withLock { state -> (SecretaryAnswer?, Bool) in
            if state.isStopping { return (.failed("the gateway is stopping"), false) }
            if let fresh = state.cache.fresh(key, at: now) { return (fresh, false) }
            if let end = state.restsUntil, now < end, let stale = state.cache.stale(key, at: now) { return (stale, false) }
            let isNew = state.requests[key] == nil
            state.requests[key, default: Request(askedAt: now, waiters: [])].waiters.append(completion)
            if isNew { state.queue.append(key) }
            return (nil, isNew)
        }
        if isNew { wake.signal() }
        return answer
    }

    /// For a call that has waited as long as it may.
    func answerNow(_ key: SecretaryKey) -> SecretaryAnswer {
        let now = clock()
        return state.withLock { $0.cache.fresh(key, at: now) ?? $0.cache.stale(key, at: now) } ?? .late
    }

    func count(_ answer: SecretaryAnswer, after span: Duration) {
        metrics.counter("voice_gateway_secretary_lookups_total", "Secretaries asked of FusionPBX, by outcome.", ["outcome": answer.label]).increment()
        metrics.histogram(
            "voice_gateway_secretary_lookup_seconds", "How long calls wait for their secretary from FusionPBX.", [:],
            bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5]
        ).record(seconds: span.inMilliseconds / 1_000)
    }
}

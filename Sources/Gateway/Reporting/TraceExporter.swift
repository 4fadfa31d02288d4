import CallControl
import Dispatch
import Glibc
import Locking
import Logging
import Settings
import Telemetry
import Transport
import WireProtocols

/// Sends the traces of calls that ended to a collector, some at a time. Bounded: what finds no room, or is refused three times, is dropped
/// and counted; calls never wait for it.
final class TraceExporter: Sendable {
    private struct State {
        var waiting: [CallTrace] = []
        /// The batch under way, and how often it was tried.
        var batch: [CallTrace] = []
        var attempts = 0
        var isScheduled = false
        var isSending = false
        var isStopping = false
        /// Said once, until it works again.
        var isFailing = false
    }

    private let settings: TracingSettings
    private let endpoint: String
    private let pause: DispatchTimeInterval
    private let http: HTTPClient
    private let logger: Logger
    private let queue = DispatchQueue(label: "traces", qos: .utility)
    private let state = Locked(State())
    private let exported: Counter
    private let dropped: Counter

    private static let room = 2_000
    private static let batch = 100
    private static let tries = 3

    /// - Parameter pause: in which calls gather, and before a batch is tried again.
    /// - Returns: `nil` where no traces are wanted.
    init?(_ settings: TracingSettings, http: HTTPClient, metrics: MetricRegistry, logger: Logger, pause: DispatchTimeInterval = .seconds(2)) {
        self.pause = pause
        guard let endpoint = settings.endpoint else { return nil }
        self.settings = settings
        self.endpoint = endpoint
        self.http = http
        self.logger = logger
        exported = metrics.counter("voice_gateway_traces_exported_total", "Calls whose trace the collector has taken.")
        dropped = metrics.counter("voice_gateway_traces_dropped_total", "Calls whose trace was dropped: no room, or the collector refused it.")
    }

    /// From any thread; the trace is made and sent on another.
    func add(_ record: CallRecord) {
        queue.async { [self] in
            let trace = CallTrace(record)
            guard trace.isSampled(share: settings.sampleRatio) else { return }
            let isTaken = state.withLock { state in
                guard !state.isStopping, state.waiting.count < Self.room else { return false }
                state.waiting.append(trace)
                return true
            }
            isTaken ? schedule() : dropped.increment()
        }
    }

    private func schedule() {
        let isDue = state.withLock { state in
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if isDue { queue.asyncAfter(deadline: .now() + pause) { [self] in send() } }
    }

    private func send() {
        let batch = state.withLock { state -> [CallTrace] in
            state.isScheduled = false
            guard !state.isSending else { return [] }
            if state.batch.isEmpty {
                state.batch = Array(state.waiting.prefix(Self.batch))
                state.waiting.removeFirst(state.batch.count)
                state.attempts = 0
            }
            state.attempts += 1
            state.isSending = !state.batch.isEmpty
            return state.batch
        }
        guard !batch.isEmpty else { return }
        var headers = [(name: "Content-Type", value: "application/json")]
        if let authorization = settings.authorization { headers.append(("Authorization", authorization.exposed)) }
        let body = TraceExport.body(batch, service: settings.service, version: Gateway.version)
        let request = HTTPRequest(method: "POST", url: endpoint, headers: headers, body: body, extraCAFile: settings.extraCAFile)
        http.send(request) { [self] result in queue.async { [self] in answered(result, batch.count) } }
    }

    private func answered(_ result: Result<HTTPResponse, HTTPFailure>, _ count: Int) {
        let problem: String? =
            switch result {
            case .success(let response): (200..<300).contains(response.status) ? nil : "the collector answered \(response.status)"
            case .failure(let failure): failure.description
            }
        let (isOver, isNews, isMore) = state.withLock { state in
            let isOver = problem == nil || state.attempts >= Self.tries
            if isOver { state.batch = [] }
            let isNews = state.isFailing != (problem != nil)
            state.isFailing = problem != nil
            state.isSending = false
            return (isOver, isNews, !state.batch.isEmpty || !state.waiting.isEmpty)
        }
        if isOver { (problem == nil ? exported : dropped).increment(by: count) }
        if isNews {
            if let problem {
                logger.warning("Traces are not taken", metadata: ["endpoint": .string(endpoint), "problem": .string(problem)])
            } else {
                logger.info("Traces are taken", metadata: ["endpoint": .string(endpoint)])
            }
        }
        if isMore { schedule() }
    }

    /// Takes no more, and sends what waits for as long as a moment lasts.
    func stop() {
        // What was added before has its place.
        queue.sync {}
        state.withLock { $0.isStopping = true }
        let deadline = DispatchTime.now() + 2
        while state.withLock({ !$0.batch.isEmpty || !$0.waiting.isEmpty }), DispatchTime.now() < deadline {
            queue.async { [self] in send() }
            usleep(20_000)
        }
    }
}

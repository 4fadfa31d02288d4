import Audio
import CallControl
import Comparison
import Dispatch
import Foundation
import Gateway
import Locking
import Simulation
import Transport

/// Makes a plan's calls, so many at once, through a gateway, and measures each from both sides.
public final class BenchRunner: Sendable {
    public struct Options: Sendable {
        public var gateway: String
        public var secretary: String
        public var concurrency: Int
        /// No further calls are begun once so much has been spent; `nil`: no limit.
        public var maxCost: Double?
        /// What a call will cost, by arm: counts until one of its kind has ended, and where the provider did not tell.
        public var estimates: [String: Double]

        public init(gateway: String, secretary: String, concurrency: Int, maxCost: Double? = nil, estimates: [String: Double] = [:]) {
            self.estimates = estimates
            self.gateway = gateway
            self.secretary = secretary
            self.concurrency = concurrency
            self.maxCost = maxCost
        }
    }

    private struct State {
        var waiting: [BenchPlan.Call]
        var live: [String: (planned: BenchPlan.Call, started: Double)] = [:]
        var calls: [MeasuredCall]
        var isStopping = false
        var isOutOfMoney = false
    }

    private let options: Options
    private let scenarios: [String: BenchScenario]
    private let utterances: [String: [CallerUtterance?]]
    private let journal: BenchJournal
    private let records: RecordBox
    private let state: Locked<State>
    private let started: ContinuousClock.Instant
    private let loop = EventLoop(index: 902)
    private let resolver = Resolver()
    private let finished = DispatchSemaphore(value: 0)

    /// Of a call's end until its record must be there.
    private static let patience = Duration.seconds(5)

    public init(
        _ plan: BenchPlan, _ scenarios: [BenchScenario], options: Options, library: FixtureLibrary?, journal: BenchJournal, records: RecordBox
    ) throws {
        self.options = options
        self.journal = journal
        self.records = records
        self.scenarios = Dictionary(scenarios.map { ($0.name, $0) }) { first, _ in first }
        utterances = try self.scenarios.mapValues { scenario in
            try scenario.call.turns.map { try $0.say.map { try CallerUtterance($0, library: library, rate: scenario.rate) } }
        }
        let done = Set(journal.done.map(\.id))
        state = Locked(State(waiting: plan.calls.filter { !done.contains(Self.id($0)) }.reversed(), calls: journal.done))
        // As if the run had never been interrupted: offsets go on where it stopped.
        let before = journal.done.map { $0.started + $0.duration }.max() ?? 0
        started = ContinuousClock.now - .milliseconds(Int(before * 1_000))
    }

    private static func id(_ call: BenchPlan.Call) -> String { "bench-\(call.number)-\(call.arm)" }

    /// Blocks until all calls have ended, or no more are begun.
    /// - Parameter progress: is called about once a second: calls done, under way, in all.
    public func run(_ progress: (Int, Int, Int) -> Void) -> [MeasuredCall] {
        loop.start()
        let total = state.withLock { $0.waiting.count + $0.calls.count }
        for index in 0..<options.concurrency { loop.submit { [self] in loop.after(.milliseconds(index * 150)) { [self] in next() } } }
        while finished.wait(timeout: .now() + 1) == .timedOut {
            let (done, live) = state.withLock { ($0.calls.count, $0.live.count) }
            progress(done, live, total)
        }
        loop.stop()
        loop.join()
        resolver.stop()
        return state.withLock { $0.calls }
    }

    /// Calls under way come to their end; no more are begun.
    public func stop() {
        let isIdle = state.withLock { state in
            state.isStopping = true
            return state.live.isEmpty
        }
        if isIdle { finished.signal() }
    }

    public var spent: Double { state.withLock { spent($0.calls) } }

    private func spent(_ calls: [MeasuredCall]) -> Double { calls.reduce(0) { $0 + ($1.cost?.amount ?? options.estimates[$1.arm] ?? 0) } }

    /// What a call will cost: as much as the dearest of its kind that has ended.
    private func expected(_ call: BenchPlan.Call, after calls: [MeasuredCall]) -> Double {
        calls.lazy.filter { $0.arm == call.arm && $0.scenario == call.scenario }.compactMap { $0.cost?.amount }.max() ?? options.estimates[call.arm] ?? 0
    }

    /// Has `maxCost` kept calls from being made?
    public var isOutOfMoney: Bool { state.withLock { $0.isOutOfMoney } }

    /// On the loop.
    private func next() {
        let now = Self.seconds(ContinuousClock.now - started)
        let begun = state.withLock { state -> BenchPlan.Call? in
            guard !state.isStopping, let next = state.waiting.last else { return nil }
            if let limit = options.maxCost {
                let underWay = state.live.values.map(\.planned) + [next]
                let committed = spent(state.calls) + underWay.reduce(0) { $0 + expected($1, after: state.calls) }
                state.isOutOfMoney = committed > limit
                if state.isOutOfMoney { return nil }
            }
            let planned = state.waiting.removeLast()
            state.live[Self.id(planned)] = (planned, now)
            return planned
        }
        guard let begun, let scenario = scenarios[begun.scenario] else {
            if state.withLock({ $0.live.isEmpty }) { finished.signal() }
            return
        }
        var settings = CallerSettings()
        settings.gateway = options.gateway
        settings.secretary = options.secretary
        settings.rate = scenario.rate
        settings.encoding = scenario.encoding
        settings.query = ["provider=\(begun.arm)"]
        settings.records = false
        let caller = SimulatedCaller(
            callID: Self.id(begun), settings: settings, utterances: utterances[begun.scenario] ?? [], scenario: scenario.call, loop: loop
        ) { [self] in ended($0.callID, $0.result, until: ContinuousClock.now + Self.patience) }
        caller.dial(resolver: resolver, contexts: TLSContexts())
    }

    private func ended(_ id: String, _ result: CallerResult, until deadline: ContinuousClock.Instant) {
        let record = records.take(id)
        guard record != nil || ContinuousClock.now >= deadline else {
            _ = loop.after(.milliseconds(20)) { [self] in ended(id, result, until: deadline) }
            return
        }
        let call = state.withLock { state -> MeasuredCall? in
            guard let live = state.live.removeValue(forKey: id) else { return nil }
            let call = MeasuredCall(live.planned, id: id, result, record, started: live.started)
            state.calls.append(call)
            return call
        }
        if let call { journal.add(call) }
        next()
    }

    private static func seconds(_ duration: Duration) -> Double { duration.inMilliseconds / 1_000 }
}

/// The gateway's records of calls that have ended, until they are asked for.
public final class RecordBox: CallObserver {
    private let records = Locked<[String: CallRecord]>([:])

    public init() {}

    public func call(_ call: CallID, _ report: CallSession.Report) {}

    public func finished(_ record: CallRecord) { records.withLock { $0[record.call_uuid] = record } }

    func take(_ id: String) -> CallRecord? { records.withLock { $0.removeValue(forKey: id) } }
}

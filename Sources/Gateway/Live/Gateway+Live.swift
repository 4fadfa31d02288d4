import CallControl
import Locking
import Settings
import Store
import Telemetry
import Transport

/// What a console shows and does. Everything here may be called from any thread; answers come on another.
extension Gateway {
    /// While somebody watches, calls measure their levels.
    public func watch(_ isWatched: Bool) {
        for handle in handles { handle.submit { $0.isWatched = isWatched } }
    }

    /// Every call as it stands; `answer` is called once, when the last loop has told its calls.
    public func liveCalls(_ answer: @escaping @Sendable ([LiveCall]) -> Void) {
        let handles = handles
        guard !handles.isEmpty else { return answer([]) }
        let gathered = Locked((calls: [LiveCall](), missing: handles.count))
        for handle in handles {
            handle.submit { context in
                let calls = context.calls.values.map { $0.live }
                let all = gathered.withLock { gathered -> [LiveCall]? in
                    gathered.calls += calls
                    gathered.missing -= 1
                    return gathered.missing == 0 ? gathered.calls : nil
                }
                if let all { answer(all) }
            }
        }
    }

    /// A call as it stands, with its record so far; `nil` if it is no more.
    public func liveCall(_ call: CallID, _ answer: @escaping @Sendable ((LiveCall, CallRecord)?) -> Void) {
        guard let home = shared.directory.home(of: call) else { return answer(nil) }
        handle(of: home).submit { context in answer(context.calls[call].map { ($0.live, $0.record) }) }
    }

    /// Ends a call as if the gateway had to; `answer` tells whether there was one.
    public func hangUp(_ call: CallID, _ answer: @escaping @Sendable (Bool) -> Void) {
        guard let home = shared.directory.home(of: call) else { return answer(false) }
        handle(of: home).submit { context in
            let host = context.calls[call]
            host?.handle(.end(.operatorEnded))
            answer(host != nil)
        }
    }

    /// Numbers of the process as a whole.
    public var state: GatewayState {
        let outbox = shared.office?.outbox
        let homes = shared.directory.counts
        return GatewayState(
            active: callCount, totals: shared.metrics.totals,
            loops: loops.map { GatewayState.Loop(index: $0.index, calls: homes[$0.index] ?? 0, busy: $0.load.busy, lateness: $0.load.lateness) },
            residentBytes: ProcessMemory.resident, isReady: isReady, outbox: outbox.map { ($0.pending, $0.failed) },
            eventSockets: (shared.switchboard?.status ?? [:]).map { ($0.key, $0.value.isUp) }.sorted { $0.0 < $1.0 })
    }

    public var settings: GatewaySettings { shared.settings }

    /// Latencies over time, since the gateway began.
    public var latencyHistory: LatencyHistory { shared.latencies }

    /// How experiments stand.
    public var experiments: [ExperimentStanding] { shared.experiments.standings }

    /// Tickets, undelivered ones first; `nil` where none are made. Reads the store, and so may take a while.
    public func outboxEntries(most: Int) throws(StoreFailure) -> [OutboxEntry]? {
        guard let store = shared.office?.store else { return nil }
        let waiting = try store.list([.pending, .failed], most: most)
        guard waiting.count < most else { return waiting }
        return waiting + (try store.list([.delivered], most: most - waiting.count))
    }

    /// Makes a ticket due now; false if there is none, or it is delivered.
    public func retryTicket(_ id: Int64, at now: Int64) throws(StoreFailure) -> Bool {
        try shared.office?.store.retry(id, companyID: nil, at: now) ?? false
    }

    /// Where a call's recording is, or would be, on this machine; `nil` where calls aren't recorded.
    public func recordingPath(_ call: CallID, startedAt: Int64) -> String? {
        shared.settings.recording.directory.map { RecordingFolder(root: $0).fullPath(RecordingName(call: call, start: startedAt).path) }
    }
}

/// Numbers of the process as a whole.
public struct GatewayState: Sendable {
    public struct Loop: Sendable {
        public var index: Int
        public var calls: Int
        /// Share of a core.
        public var busy: Double
        public var lateness: Duration
    }

    public var active: Int
    /// Since the gateway began.
    public var totals: (started: Int, ended: Int, refused: Int, handoffs: Int)
    public var loops: [Loop]
    public var residentBytes: Int
    public var isReady: Bool
    /// `nil` where no tickets are made.
    public var outbox: (pending: Int, failed: Int)?
    public var eventSockets: [(name: String, isUp: Bool)]
}

extension CallHost {
    /// As it stands; on the call's loop.
    var live: LiveCall {
        let peaks = peaks.look(at: context.now)
        let words = session.transcript.entries.last { !$0.text.isEmpty }
        return LiveCall(
            callID: id, callerID: facts.callerID ?? session.tally.metadata["caller_id"], secretary: facts.secretary.name, provider: facts.provider.name,
            experiment: facts.experiment, language: facts.language, standing: session.standing(at: context.now), startedAt: startedAtUnixMilliseconds,
            callerPeak: peaks.caller, agentPeak: peaks.agent, lastWords: words.map { ($0.speaker, String($0.text.suffix(200))) },
            lastLatency: session.turns.last { $0.voiceToVoice != nil }?.voiceToVoice, turns: session.turns.count,
            interruptions: session.tally.interruptions, loop: context.index)
    }
}

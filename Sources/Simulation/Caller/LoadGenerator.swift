import Audio
import CallControl
import Glibc
import Synchronization
import Transport

/// Many simulated callers on one loop, and what they found together.
public final class LoadGenerator {
    /// The callers' findings; spans in milliseconds.
    public struct Summary: Codable, Sendable {
        public var calls: Int
        public var connected: Int
        public var failed: Int
        public var turns: Int
        public var answered: Int
        public var voice_to_voice_p50_ms: Double?
        public var voice_to_voice_p99_ms: Double?
        public var voice_to_voice_max_ms: Double?
        public var frames_sent: Int
        public var audio_messages: Int
        public var underruns: Int
        public var dropped_by_freeswitch: Int
        public var malformed: Int
        public var pacing_late_p50_ms: Double?
        public var pacing_late_p99_ms: Double?
        public var pacing_late_max_ms: Double?
        /// The generator's own lateness: beyond 10 ms it was itself the bottleneck.
        public var own_late_frames: Int
        public var own_max_lateness_ms: Double
        public var own_cpu: Double
        public var was_bottleneck: Bool
        public var closes: [String: Int]
        /// Calls that neither the generator nor, in order (1000), the gateway has ended.
        public var lost_calls: Int
    }

    private let loop: EventLoop
    private let settings: CallerSettings
    private let scenario: CallScenario
    private let utterances: [CallerUtterance?]
    private let resolver = Resolver()
    private let contexts = TLSContexts()
    private var running: [String: SimulatedCaller] = [:]
    private var results: [CallerResult] = []
    private var connected = 0
    private var cpuAtStart: Int64 = 0
    private var startedAt: Int64 = 0

    public init(loop: EventLoop, settings: CallerSettings, scenario: CallScenario, utterances: [CallerUtterance?]) {
        self.loop = loop
        self.settings = settings
        self.scenario = scenario
        self.utterances = utterances
    }

    /// Starts `count` calls, spread evenly over `ramp`; on the loop.
    public func start(_ count: Int, ramp: Duration, prefix: String) {
        cpuAtStart = loop.threadCPU
        startedAt = loop.now
        for index in 0..<count {
            let delay = Duration.nanoseconds(ramp.inNanoseconds * Int64(index) / Int64(max(1, count)))
            loop.after(delay) { [weak self] in self?.call("\(prefix)-\(index)") }
        }
    }

    private func call(_ id: String) {
        let caller = SimulatedCaller(
            callID: id, settings: settings, utterances: utterances, scenario: scenario, loop: loop,
            onEvent: { [weak self] event, _ in if event == .connected { self?.connected += 1 } },
            onEnd: { [weak self] caller in
                self?.results.append(caller.result)
                self?.running[caller.callID] = nil
            })
        running[id] = caller
        caller.dial(resolver: resolver, contexts: contexts)
    }

    public var live: Int { running.count }

    /// Hangs up every call; on the loop.
    public func hangUpAll() { for caller in Array(running.values) { caller.hangUp() } }

    public func summary() -> Summary {
        let latencies = results.flatMap(\.turns).compactMap(\.voice_to_voice_ms).sorted()
        func percentile(_ values: [Double], _ fraction: Double) -> Double? {
            values.isEmpty ? nil : values[min(values.count - 1, Int((Double(values.count) * fraction).rounded(.up)) - 1)]
        }
        func sum(_ key: String) -> Int { results.reduce(0) { $0 + ($1.counters[key] ?? 0) } }
        let cpu = Double(loop.threadCPU - cpuAtStart) / Double(max(1, loop.now - startedAt))
        let late = sum("late_frames")
        let worst = results.compactMap { $0.counters["max_frame_lateness_us"] }.max() ?? 0
        var closes: [String: Int] = [:]
        for result in results { closes["\(result.closed_by) \(result.close_code) \(result.close_reason)", default: 0] += 1 }
        return Summary(
            calls: results.count, connected: connected, failed: results.count - connected, turns: results.reduce(0) { $0 + $1.turns.count },
            answered: latencies.count, voice_to_voice_p50_ms: percentile(latencies, 0.5), voice_to_voice_p99_ms: percentile(latencies, 0.99),
            voice_to_voice_max_ms: latencies.last, frames_sent: sum("frames_sent"), audio_messages: sum("audio_messages"), underruns: sum("underruns"),
            dropped_by_freeswitch: sum("dropped_by_freeswitch"), malformed: sum("malformed"), pacing_late_p50_ms: nil, pacing_late_p99_ms: nil,
            pacing_late_max_ms: nil, own_late_frames: late, own_max_lateness_ms: Double(worst) / 1_000, own_cpu: cpu,
            was_bottleneck: cpu > 0.9 || Double(late) > Double(sum("frames_sent")) * 0.01, closes: closes,
            lost_calls: results.count { $0.closed_by != "caller" && $0.close_code != 1_000 })
    }
}

import Audio
import CallControl

/// A call in virtual time: inputs go in, time passes in 20 ms ticks, and what came out is kept.
public struct ScriptedCall {
    public typealias Effect = CallSession.Effect

    public static let start = Instant(nanoseconds: 1_000_000_000)
    public private(set) var session: CallSession
    public private(set) var now = Self.start
    /// All effects so far, with their moments.
    public private(set) var log: [(at: Instant, effect: Effect)] = []
    /// All samples handed to FreeSWITCH.
    public private(set) var handed: [Int16] = []
    /// The moment each frame was handed over.
    public private(set) var frameTimes: [Instant] = []
    public private(set) var dispositions: [CallSession.FrameDisposition] = []
    public private(set) var underflows = 0

    /// How much later than spoken each uplink frame arrives.
    public var uplinkDelay: (_ frame: Int) -> Duration = { _ in .zero }
    private var uplinkFrames = 0
    private var lateFrames: [(at: Instant, frame: CallSession.CallerFrame)] = []
    private var isUplinkPaused = false
    private var callerSpeaks = false
    private var received: [ResponseID: Int] = [:]
    private var audible: Set<ResponseID> = []

    public init(_ plan: CallPlan = .scripted(), _ capabilities: AgentCapabilities = .outspoken) {
        session = CallSession(plan: plan, capabilities: capabilities, startedAt: Self.start)
    }

    /// A call whose provider is ready.
    public static func talking(_ plan: CallPlan = .scripted(), _ capabilities: AgentCapabilities = .outspoken) -> ScriptedCall {
        var call = ScriptedCall(plan, capabilities)
        call.begin()
        return call
    }

    public mutating func begin() {
        put(.started)
        put(.agentConnected)
        event(.ready(AgentSession(formatToAgent: session.plan.formatToAgent, formatFromAgent: session.plan.formatFromAgent, conversationID: "conv")))
    }

    // MARK: Inputs

    @discardableResult
    public mutating func put(_ input: CallSession.Input) -> [Effect] {
        var effects: [Effect] = []
        session.handle(input, at: now, effects: &effects)
        keep(effects)
        return effects
    }

    @discardableResult
    public mutating func event(_ event: AgentEvent) -> [Effect] { put(.agent(event)) }

    /// Audio of the agent arrives all at once: silence, then sound. What may leave leaves at once.
    @discardableResult
    public mutating func agentSays(_ response: Int, milliseconds: Int, silence: Int = 0, value: Int16 = 1_000) -> [Effect] {
        let rate = session.plan.playout.rate
        let response = ResponseID(response)
        let quiet = rate.samples(milliseconds: silence)
        let samples = Array(repeating: Int16(0), count: quiet) + Array(repeating: value, count: rate.samples(milliseconds: milliseconds))
        let before = received[response, default: 0]
        let isFirst = milliseconds > 0 && audible.insert(response).inserted
        session.agentAudio(
            samples.span, of: response, audibleOffset: isFirst ? quiet : nil,
            audiblePosition: isFirst ? rate.duration(samples: before + quiet) : nil, at: now)
        received[response] = before + samples.count
        return release()
    }

    /// A whole response: started, all its audio, ended.
    public mutating func agentAnswers(_ response: Int, milliseconds: Int, silence: Int = 0) {
        event(.responseStarted(ResponseID(response)))
        agentSays(response, milliseconds: milliseconds, silence: silence)
        event(.responseAudioEnded(ResponseID(response)))
        event(.responseEnded(ResponseID(response), .completed))
    }

    /// A recording of the gateway, whole.
    public mutating func recordingSounds(_ response: ResponseID, milliseconds: Int) {
        let samples = [Int16](repeating: 1_000, count: session.plan.playout.rate.samples(milliseconds: milliseconds))
        session.recordedAudio(samples.span, of: response)
        put(.recordingRead(response, true))
    }

    /// The caller speaks for this long, and is silent afterwards.
    public mutating func callerSpeaks(for duration: Duration) {
        callerSpeaks = true
        pass(duration)
        callerSpeaks = false
    }

    public mutating func uplink(paused: Bool) { isUplinkPaused = paused }

    // MARK: Time

    /// Lets time pass, ticking on the 20 ms grid.
    @discardableResult
    public mutating func pass(_ duration: Duration) -> [Effect] {
        let end = now + duration
        var effects: [Effect] = []
        while true {
            let grid = Int64(20_000_000)
            let next = Instant(nanoseconds: (now.nanoseconds / grid + 1) * grid)
            guard next <= end else { break }
            now = next
            effects += tick()
        }
        now = end
        return effects
    }

    @discardableResult
    public mutating func pass(milliseconds: Int) -> [Effect] { pass(.milliseconds(milliseconds)) }

    private mutating func tick() -> [Effect] {
        if !isUplinkPaused { uplinkFrame() }
        while let late = lateFrames.first, late.at <= now {
            dispositions.append(session.callerFrame(late.frame, at: late.at))
            lateFrames.removeFirst()
        }
        var effects = release()
        var news: [Effect] = []
        session.tick(at: now, effects: &news)
        keep(news)
        effects += news
        return effects
    }

    private mutating func uplinkFrame() {
        uplinkFrames += 1
        let end = Duration.milliseconds(20 * uplinkFrames)
        let frame = CallSession.CallerFrame(end: end, lastVoiced: callerSpeaks ? end : nil)
        // A stream keeps its order: nothing overtakes a frame that is held up.
        let at = max(now + uplinkDelay(uplinkFrames), lateFrames.last?.at ?? now)
        lateFrames.append((at, frame))
    }

    private mutating func release() -> [Effect] {
        let result = session.release(at: now, appendingTo: &handed)
        for _ in 0..<result.frames { frameTimes.append(now) }
        if result.underflow { underflows += 1 }
        var effects: [Effect] = []
        session.wrote(result, at: now, effects: &effects)
        keep(effects)
        return effects
    }

    private mutating func keep(_ effects: [Effect]) {
        for effect in effects { log.append((now, effect)) }
    }

    // MARK: What came of it

    public var elapsed: Duration { now - Self.start }
    public var effects: [Effect] { log.map(\.effect) }
    public var commands: [AgentCommand] {
        effects.compactMap { if case .command(let command) = $0 { command } else { nil } }
    }
    public var reports: [CallSession.Report] {
        effects.compactMap { if case .report(let report) = $0 { report } else { nil } }
    }
    public var truncations: [AgentCommand] {
        commands.filter { if case .truncate = $0 { true } else { false } }
    }
    public var turns: [TurnLatency] { session.turns }

    /// When an effect first happened, since the start.
    public func moment(of effect: Effect) -> Duration? {
        log.first { $0.effect == effect }.map { $0.at - Self.start }
    }
}

import Audio
import CallControl
import Telemetry
import Transport
import WireProtocols

/// One call on its loop: binds the session (which decides) to two sockets, the audio paths and the loop's clock. Confined to
/// its loop; every entry is a callback of that loop.
final class CallHost {
    let facts: CallFacts
    let context: LoopContext
    var session: CallSession
    var codec: any AgentCodec
    var stream: (any StreamPort)?
    var agent: AgentLink?
    var uplink: UplinkPath
    /// From the leg's format to the provider's; made when the provider is ready.
    var converter: AudioConverter?
    var downlink: DownlinkPath
    var held: HeldAudio
    var measures = CallMeasures()
    var texts = StreamTextDecoder()
    /// To FreeSWITCH's event socket, once the call has asked anything of it.
    var line: SwitchboardLine?
    /// `nil` unless FreeSWITCH's build plays files alone.
    var phrases: PhraseBuffer?
    var keys = KeyPresses()
    var peaks = PeakMeter()
    /// `nil` where calls aren't recorded.
    let recording: Recording?
    let startedAtUnixMilliseconds: Int64

    private var effects: [CallSession.Effect] = []
    private var isPerforming = false
    private var ticker: TickerToken?
    /// Events of one provider message; reused.
    var events: [AgentEvent] = []
    var replies: [AgentMessage] = []

    init(_ plan: PreparedCall, stream: any StreamPort, context: LoopContext) {
        facts = plan.facts
        self.context = context
        self.stream = stream
        codec = plan.facts.makeCodec()
        startedAtUnixMilliseconds = context.wallClockMilliseconds
        let now = context.now
        session = CallSession(plan: plan.call, capabilities: codec.capabilities, startedAt: now)
        recording = context.shared.recorder?.begin(
            plan.facts.callID, callerRate: plan.uplink.legFormat.rate, agentRate: plan.downlink.rate, lead: plan.call.playout.lead, start: now,
            wallClock: startedAtUnixMilliseconds)
        uplink = UplinkPath(plan.uplink)
        phrases = plan.downlink.playsFiles ? PhraseBuffer(rate: plan.downlink.rate) : nil
        downlink = DownlinkPath(plan.downlink)
        held = HeldAudio(format: plan.uplink.legFormat, limit: plan.holdLimit)
        effects.reserveCapacity(8)
    }

    var id: CallID { facts.callID }

    func start() {
        ticker = context.loop.addTicker(self)
        journal()
        followChannel()
        handle(.started)
    }

    /// The one way in for everything but audio frames.
    func handle(_ input: CallSession.Input) {
        session.handle(input, at: context.now, effects: &effects)
        performEffects()
    }

    /// Performs what has been decided. Effects that cause inputs (a send that fails at once) append to the same list, in order.
    func performEffects() {
        guard !isPerforming else { return }
        isPerforming = true
        var next = 0
        while next < effects.count {
            let effect = effects[next]
            next += 1
            perform(effect)
        }
        effects.removeAll(keepingCapacity: true)
        isPerforming = false
    }

    /// Hands over what is due.
    func releasePlayout(on occasion: PlayoutBuffer.Occasion) {
        let scratch = context.scratch
        scratch.frames.removeAll(keepingCapacity: true)
        let release = session.release(at: context.now, on: occasion, appendingTo: &scratch.frames)
        guard release.frames > 0 || release.underflow else { return }
        if release.frames > 0 { write(frames: scratch, heardFrom: release.heardFrom) }
        // The next frames are due every 20 ms from now: the tick nearest to that is the one to have.
        if release.beganPlaying, let ticker { self.ticker = context.loop.rephase(ticker, self) }
        session.wrote(release, at: context.now, effects: &effects)
        if release.underflow { context.shared.metrics.underflows.increment() }
        performEffects()
    }

    private func write(frames scratch: Scratch, heardFrom time: Instant?) {
        guard let stream else { return }
        if let recording { scratch.frames.withUnsafeBufferPointer { recording.agent($0.span, heardFrom: time) } }
        if context.isWatched { scratch.frames.withUnsafeBufferPointer { peaks.hear(agent: $0.span) } }
        if phrases != nil {
            scratch.frames.withUnsafeBufferPointer { phrases?.append($0.span, at: context.now) }
            return sendPhrases()
        }
        let outcome = scratch.frames.withUnsafeBufferPointer { downlink.send($0.span, through: stream, using: &scratch.streamMessage) }
        if outcome == .overflow {
            measures.streamOverflows += 1
            handle(.end(.streamBacklog))
        }
    }

    /// Leaves the loop; called once, when the session has finished.
    func retire() {
        if let ticker { context.loop.removeTicker(ticker) }
        ticker = nil
        line?.close()
        endJournal()
        recording?.end(at: context.now)
        context.retire(self)
    }
}

extension CallHost: Ticker {
    func tick(at now: Int64) {
        releasePlayout(on: .tick)
        sendPhrases()
        session.tick(at: Instant(nanoseconds: now), effects: &effects)
        performEffects()
    }
}

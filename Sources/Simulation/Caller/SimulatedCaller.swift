import Audio
import CallControl
import Transport
import WireProtocols

/// Plays mod_audio_stream and the person behind it: sends a frame every 20 ms, plays what comes back as FreeSWITCH's build would, follows
/// a scenario, and measures. Confined to its loop.
public final class SimulatedCaller {
    public let callID: String
    let settings: CallerSettings
    let loop: EventLoop
    var socket: ClientWebSocket?
    var playback: FreeSwitchPlayback
    var ruler = CallerRuler()
    var director: CallDirector
    var counters = CallerCounters()
    private let onEvent: (CallerEvent, Duration) -> Void
    private let onEnd: (SimulatedCaller) -> Void
    private var ticker: TickerToken?
    private(set) var connectedAt: Instant?
    private var firstFrameAt: Instant?
    private var framesSent = 0
    private(set) var closure = WebSocketClosure(cause: .local, code: 0, reason: "not connected")
    private var endedAt: Instant?
    private let frameSamples: Int
    private let packer: FramePacker
    private var received: [Int16] = []
    private var sentGate: SilenceGate
    private var receivedGate: SilenceGate
    private var heardGate: SilenceGate
    private var frame: [Int16] = []
    private var message: [UInt8] = []
    /// Both sides on one timeline, where kept.
    public private(set) var said: [Int16] = []
    public private(set) var heard: [Int16] = []
    private var play: [Int16] = []

    /// From the 101 to the first frame, as FreeSWITCH takes.
    private static let firstFrame = Duration.milliseconds(43)

    public init(
        callID: String, settings: CallerSettings, utterances: [CallerUtterance?], scenario: CallScenario, loop: EventLoop,
        onEvent: @escaping (CallerEvent, Duration) -> Void = { _, _ in }, onEnd: @escaping (SimulatedCaller) -> Void
    ) {
        self.callID = callID
        self.settings = settings
        self.loop = loop
        self.onEvent = onEvent
        self.onEnd = onEnd
        let heardRate = settings.profile.downlinkFormat(streamRate: settings.rate).rate
        playback = FreeSwitchPlayback(profile: settings.profile, rate: heardRate, warmUp: settings.warmUp, frame: settings.buffer)
        director = CallDirector(scenario: scenario, utterances: utterances)
        packer = FramePacker(settings)
        frameSamples = settings.rate.samples(milliseconds: packer.milliseconds)
        heardFrame = heardRate.samples(milliseconds: packer.milliseconds)
        self.heardRate = heardRate
        sentGate = SilenceGate(rate: settings.rate)
        receivedGate = SilenceGate(rate: heardRate)
        heardGate = SilenceGate(rate: heardRate)
    }

    private let heardFrame: Int
    public let heardRate: SampleRate

    var now: Instant { Instant(nanoseconds: loop.now) }

    public func dial(resolver: Resolver, contexts: TLSContexts) {
        guard let address = WebAddress(settings.url(call: callID)) else {
            closure = WebSocketClosure(cause: .failure("\(settings.gateway) is not an address"), code: 0, reason: "")
            return onEnd(self)
        }
        var target = DialTarget(address: address, extraCAFile: settings.extraCAFile, timeout: .seconds(10))
        target.compactHeaders = true
        target.offersDeflate = settings.profile == .fork
        target.pingInterval = nil
        if let token = settings.token { target.headers.append(("Authorization", "Bearer \(token)")) }
        socket = ClientWebSocket(target, loop: loop, resolver: resolver, contexts: contexts, handler: self)
    }

    public func hangUp() {
        emit(.hangsUp)
        socket?.close(code: 1_000, reason: "")
    }

    private func emit(_ event: CallerEvent) { onEvent(event, connectedAt.map { now - $0 } ?? .zero) }

    // MARK: Frames

    private func sendDueFrames(at now: Instant) {
        if firstFrameAt == nil, let connectedAt, now >= connectedAt + Self.firstFrame { firstFrameAt = now }
        guard let firstFrameAt, let socket, let connectedAt else { return }
        // The tick's own jitter must not make a frame wait for the next one.
        while firstFrameAt + .milliseconds(framesSent * packer.milliseconds) <= now + .microseconds(2_500) {
            let due = firstFrameAt + .milliseconds(framesSent * packer.milliseconds)
            counters.lateness.record(nanoseconds: (now - due).inNanoseconds)
            frame.removeAll(keepingCapacity: true)
            perform(director.next(frameSamples, into: &frame, at: now, situation), connectedAt)
            message.removeAll(keepingCapacity: true)
            packer.pack(frame.withUnsafeBufferPointer { Array($0) }, into: &message)
            _ = message.withUnsafeBufferPointer { socket.send(.binary, $0.span) }
            framesSent += 1
            if let end = director.takeEndOfSpeech(frameSamples) {
                let spoken = self.now - settings.rate.duration(samples: frameSamples - end.offset)
                ruler.spoke(end.name, until: spoken)
                receivedGate.expectOnset()
                emit(.stopsSpeaking)
            }
            playFrame(at: now, connectedAt)
        }
    }

    private var situation: CallDirector.Situation {
        let answered = ruler.turns.last?.audibleHeard ?? (ruler.turns.isEmpty ? ruler.greetingHeard.flatMap { heard in connectedAt.map { $0 + heard } } : nil)
        return CallDirector.Situation(
            answeredAt: answered, silentFor: heardRate.duration(samples: min(heardGate.silentFor, 10 * heardRate.hertz)), isPlaying: playback.count > 0)
    }

    private func perform(_ action: CallDirector.Action, _ connected: Instant) {
        switch action {
        case .none: break
        case .speaks(let utterance, let isInterruption):
            if isInterruption {
                ruler.interrupts()
                emit(.interrupts)
            }
            emit(.speaks(utterance.name, text: utterance.text))
        case .presses(let key): sendText("{\"type\":\"dtmf\",\"digit\":\"\(key)\"}")
        case .hangsUp: hangUp()
        }
    }

    private func sendText(_ text: String) {
        let bytes = Array(text.utf8)
        _ = socket?.send(.text, bytes.span)
    }

    private func playFrame(at now: Instant, _ connected: Instant) {
        play.removeAll(keepingCapacity: true)
        playback.play(heardFrame, into: &play)
        let start = heardGate.position
        if let onset = play.withUnsafeBufferPointer({ heardGate.process($0.span) }) {
            // The frame that is played now is heard from now on.
            ruler.heard(at: now + heardRate.duration(samples: max(0, onset - start)), connected: connected)
        }
        guard settings.records else { return }
        said.append(contentsOf: frame)
        heard.append(contentsOf: play)
    }

    // MARK: What comes back

    private func receive(_ kind: MessageKind, _ payload: Span<UInt8>) {
        received.removeAll(keepingCapacity: true)
        switch kind {
        case .binary:
            guard settings.profile.downlink == .binary else {
                counters.ignoredBinary += 1
                return
            }
            PCM16.decode(payload, appendingTo: &received)
        case .text:
            switch StreamMessage.read(payload, into: &received) {
            case .audio: break
            case .stop:
                counters.flushes += 1
                playback.flush()
                receivedGate.expectOnset()
                heardGate.expectOnset()
                return emit(.flushed)
            case .malformed:
                counters.malformed += 1
                return
            }
        }
        counters.audioMessages += 1
        counters.samples += received.count
        let now = now
        if let onset = received.withUnsafeBufferPointer({ receivedGate.process($0.span) }), let connectedAt {
            _ = onset
            let turns = ruler.turns.count
            let wasKnown = ruler.turns.last?.audibleReceived != nil || (turns == 0 && ruler.greeting != nil)
            ruler.received(at: now, connected: connectedAt)
            if !wasKnown, !director.isSpeaking {
                let after = turns == 0 ? now - connectedAt : ruler.turns[turns - 1].voiceToVoice ?? .zero
                emit(.hears(after: after, isGreeting: turns == 0))
            }
        }
        received.withUnsafeBufferPointer { playback.receive($0.span) }
    }

    // MARK: The end

    public var result: CallerResult {
        // Of a call that never connected nothing lasted.
        let start = connectedAt ?? endedAt ?? now
        let turns = ruler.turns.map {
            CallerResult.Turn(
                said: $0.said, end_of_speech_ms: ($0.endOfSpeech - start).inMilliseconds, voice_to_voice_ms: $0.voiceToVoice?.inMilliseconds,
                heard_after_ms: $0.heardAfter?.inMilliseconds, interrupted: $0.wasInterrupted)
        }
        let closer: String =
            switch closure.cause {
            case .peer: "gateway"
            case .local: "caller"
            case .failure(let problem): problem
            }
        var all = counters.all
        all["underruns"] = playback.underruns
        all["dropped_by_freeswitch"] = playback.dropped
        all["frames_sent"] = framesSent
        return CallerResult(
            call_uuid: callID, turns: turns, greeting_ms: ruler.greeting?.inMilliseconds, greeting_heard_ms: ruler.greetingHeard?.inMilliseconds,
            duration_seconds: ((endedAt ?? now) - start).inMilliseconds / 1_000, close_code: closure.code, close_reason: closure.reason, closed_by: closer,
            counters: all)
    }

    private func ended(_ closure: WebSocketClosure) {
        self.closure = closure
        endedAt = now
        if let ticker { loop.removeTicker(ticker) }
        ticker = nil
        socket = nil
        emit(.closed(code: closure.code, reason: closure.reason))
        onEnd(self)
    }
}

extension SimulatedCaller: Ticker {
    public func tick(at now: Int64) { sendDueFrames(at: Instant(nanoseconds: now)) }
}

extension SimulatedCaller: DialHandler {
    public func webSocketDidOpen(_ socket: WebSocket) {
        connectedAt = now
        emit(.connected)
        if let metadata = settings.metadata { sendText(metadata) }
        ticker = loop.addTicker(self)
    }

    public func webSocket(_ socket: WebSocket, didFail failure: DialFailure) {
        closure = WebSocketClosure(cause: .failure(failure.description), code: 0, reason: failure.description)
        ended(closure)
    }

    public func webSocket(_ socket: WebSocket, didReceive kind: MessageKind, _ payload: Span<UInt8>) { receive(kind, payload) }

    public func webSocket(_ socket: WebSocket, didClose closure: WebSocketClosure) { ended(closure) }
}

import Audio
import CallControl
import WireProtocols

/// The emulated provider's end of one socket: turns messages into inputs of the conversation, and its effects into messages.
/// It lives on its socket's event loop, and is told the time.
final class ProviderConnection {
    private var conversation: EmulatedConversation
    private var ear: CallerEar?
    private let socket: any ProviderSocket
    private let capture: TrafficCapture?
    private let speech: any SpeechSource
    private var effects: [EmulatedConversation.Effect] = []
    private var marks: [SpeechMark] = []
    /// The caller has fallen silent; counts as finished when the silence will have lasted long enough.
    private var pendingStop: (lastVoiced: Duration, decided: Duration, due: Instant)?
    private var audio: [UInt8] = []
    private var payload: [UInt8] = []
    private(set) var isOver = false
    /// Has the conversation been given anything since the last time its effects were performed?
    private var hasActed = false

    init(_ setup: EmulationSetup, socket: any ProviderSocket, capture: TrafficCapture?) {
        conversation = EmulatedConversation(setup)
        speech = setup.speech
        self.socket = socket
        self.capture = capture
    }

    /// When `wake` wants to be called.
    var nextWake: Instant? { isOver ? nil : [conversation.nextWake, pendingStop?.due].compactMap { $0 }.min() }

    func open(at now: Instant) {
        conversation.handle(.opened, at: now, effects: &effects)
        perform(at: now)
    }

    func wake(at now: Instant) {
        guard !isOver else { return }
        if let stop = pendingStop, stop.due <= now { stopped(stop.lastVoiced, stop.decided, at: now) }
        conversation.wake(at: now, effects: &effects)
        perform(at: now)
    }

    /// - Returns: whether anything came of it; then `nextWake` may have changed.
    func receive(_ message: Span<UInt8>, _ kind: FrameKind, at now: Instant) -> Bool {
        guard !isOver else { return false }
        switch kind {
        case .binary: hear(message, at: now)
        case .text: receive(text: message, at: now)
        }
        guard hasActed else { return false }
        perform(at: now)
        hasActed = false
        return true
    }

    private func receive(text message: Span<UInt8>, at now: Instant) {
        capture?.write(.toServer, message, at: now)
        // Taken out of `self` while it is lent; no copy.
        var bytes: [UInt8] = []
        swap(&bytes, &audio)
        bytes.removeAll(keepingCapacity: true)
        switch ClientAudio.append(message, to: &bytes) {
        case .audio: hear(bytes.span, at: now)
        case .malformed: handle(["type": "malformed audio"], at: now)
        case .otherwise: handle((try? JSONValue(message)) ?? .null, at: now)
        }
        swap(&bytes, &audio)
    }

    private func handle(_ message: JSONValue, at now: Instant) {
        hasActed = true
        if let ear { conversation.handle(.heard(upTo: ear.heard), at: now, effects: &effects) }
        conversation.handle(.message(message), at: now, effects: &effects)
    }

    private func hear(_ bytes: Span<UInt8>, at now: Instant) {
        guard ear != nil else { return }
        marks.removeAll(keepingCapacity: true)
        ear?.take(bytes, marks: &marks)
        hasActed = !marks.isEmpty
        for mark in marks {
            switch mark {
            case .started(let position): conversation.handle(.speechStarted(at: position), at: now, effects: &effects)
            case .stopped(let lastVoiced, let decided):
                // Frames come every 20 ms; the decision falls between them, exactly when it is due.
                let due = now + max(.zero, decided - (ear?.heard ?? decided))
                if due <= now { stopped(lastVoiced, decided, at: now) } else { pendingStop = (lastVoiced, decided, due) }
            }
        }
    }

    private func stopped(_ lastVoiced: Duration, _ decided: Duration, at now: Instant) {
        pendingStop = nil
        conversation.handle(.heard(upTo: max(decided, ear?.heard ?? .zero)), at: now, effects: &effects)
        conversation.handle(.speechStopped(lastVoiced: lastVoiced, decided: decided), at: now, effects: &effects)
    }

    private func perform(at now: Instant) {
        for effect in effects {
            guard !isOver else { break }
            switch effect {
            case .send(let json):
                payload.removeAll(keepingCapacity: true)
                json.write(to: &payload)
                send(.text, at: now)
            case .sendText(let bytes):
                payload = bytes
                send(.text, at: now)
            case .sendAudio(let message):
                payload.removeAll(keepingCapacity: true)
                message.write(to: &payload)
                send(message.isBinary ? .binary : .text, at: now)
            case .willSpeak(let format): speech.prepare(format)
            case .listen(let format, let endpointing): listen(format, endpointing)
            case .close(let code, let reason):
                isOver = true
                socket.close(code: code, reason: reason)
            case .drop:
                isOver = true
                socket.drop()
            }
        }
        effects.removeAll(keepingCapacity: true)
    }

    private func send(_ kind: FrameKind, at now: Instant) {
        let payload = payload
        if kind == .text { capture?.write(.toClient, payload.span, at: now) }
        socket.send(payload, kind)
    }

    /// The positions go on from what was heard before: a session's audio has one timeline, whatever its formats.
    private func listen(_ format: AudioFormat, _ endpointing: Duration?) {
        if let ear, ear.format == format, ear.endpointing == endpointing { return }
        ear = CallerEar(format, endpointing: endpointing, from: ear?.heard ?? .zero)
    }
}

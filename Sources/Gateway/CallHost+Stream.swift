import Audio
import CallControl
import Transport
import WireProtocols

extension CallHost {
    /// A message of FreeSWITCH arrived.
    func streamReceived(_ kind: MessageKind, _ payload: Span<UInt8>) {
        switch kind {
        case .binary: callerAudio(payload)
        case .text: streamText(payload)
        }
    }

    private func callerAudio(_ payload: Span<UInt8>) {
        let now = context.now
        switch uplink.admit(payload.count) {
        case .frame: break
        case .dropped:
            measures.framesRejected += 1
            context.metrics.framesRejected.increment()
            return
        case .contradicts(let problem):
            context.reporter.problem(problem, of: self)
            session.note(problem)
            return handle(.end(.streamFormat))
        }
        let scratch = context.scratch
        let frame = uplink.listen(to: payload, using: scratch)
        measures.callerFrames += 1
        switch session.callerFrame(frame, at: now) {
        case .hold: held.append(uplink.monoBytes(of: payload, using: scratch))
        case .drop: break
        case .forward:
            forward(uplink.monoBytes(of: payload, using: scratch))
            measures.gatewayUp.record(nanoseconds: (context.now - now).inNanoseconds)
        }
    }

    /// Converts one frame of the leg and sends it to the agent.
    func forward(_ frame: Span<UInt8>) {
        guard let agent else { return }
        let scratch = context.scratch
        uplink.convert(frame, using: scratch) { packet in
            scratch.agentMessage.removeAll(keepingCapacity: true)
            let kind = codec.encodeAudio(packet, into: &scratch.agentMessage)
            deliver(agent.send(kind, scratch.agentMessage.span))
        }
    }

    private func streamText(_ payload: Span<UInt8>) {
        let text = StreamText.parse(payload)
        measures.textFrames += 1
        switch text {
        case .dtmf(let digit): handle(.stream(.dtmf(digit)))
        case .hangup: handle(.stream(.hangup))
        case .metadata(let facts): handle(.stream(.metadata(facts)))
        case .context(let text): handle(.stream(.context(text)))
        }
    }

    /// The stream is gone.
    func streamClosed(_ closure: WebSocketClosure) {
        stream = nil
        handle(.streamClosed(closure.isRegular ? .callerHungUp : .streamLost))
    }

    /// A restarted stream takes the place of the one before.
    func replaceStream(by new: any StreamPort) {
        stream?.close(code: 1_000, reason: "replaced by a new stream of the same call")
        stream = new
        uplink.restart()
        measures.streamRestarts += 1
        handle(.streamReplaced)
    }
}

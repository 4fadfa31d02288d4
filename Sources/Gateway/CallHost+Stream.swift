import Audio
import CallControl
import Settings
import Telemetry
import Transport
import WireProtocols

extension CallHost {
    /// A message of FreeSWITCH arrived. What a replaced stream still sends is not the call's any more.
    func streamReceived(_ kind: MessageKind, _ payload: Span<UInt8>, from port: any StreamPort) {
        guard port === stream else { return }
        switch kind {
        case .binary: callerAudio(payload)
        case .text: streamText(payload)
        }
    }

    private func callerAudio(_ payload: Span<UInt8>) {
        let now = context.now
        switch uplink.judge(payload.count) {
        case .audio: break
        case .dropped:
            measures.framesRejected += 1
            context.shared.metrics.framesRejected.increment()
            return
        case .refused(let refusal):
            session.note(refusal.reason)
            return handle(.end(.streamFormat))
        }
        let scratch = context.scratch
        let frame = uplink.listen(to: payload, using: scratch)
        measures.callerFrames += 1
        if let recording { scratch.caller.withUnsafeBufferPointer { recording.caller($0.span, at: now) } }
        if context.isWatched { scratch.caller.withUnsafeBufferPointer { peaks.hear(caller: $0.span) } }
        switch session.callerFrame(frame, at: now) {
        case .hold: uplink.withMono(payload, using: scratch) { held.append($0) }
        case .drop: break
        case .forward:
            uplink.withMono(payload, using: scratch) { forward($0) }
            measures.gatewayUp.record(nanoseconds: (context.now - now).inNanoseconds)
        }
    }

    /// Converts one frame of the leg and sends it to the agent.
    func forward(_ frame: Span<UInt8>) {
        guard let agent else { return }
        let scratch = context.scratch
        converter?.convert(frame) { packet in
            scratch.agentMessage.removeAll(keepingCapacity: true)
            let kind = codec.encodeAudio(packet, into: &scratch.agentMessage)
            deliver(scratch.agentMessage.withUnsafeBufferPointer { agent.send(kind, $0.span) })
        }
    }

    private func streamText(_ payload: Span<UInt8>) {
        measures.textFrames += 1
        switch texts.decode(payload) {
        case .dtmf(let digit): pressed(digit, .stream)
        case .hangup: handle(.stream(.hangup))
        case .metadata(let metadata): handle(.stream(.metadata(Self.facts(of: metadata))))
        case .context(let text): handle(.stream(.context(text)))
        case .ignored: break
        }
    }

    private static func facts(of metadata: StreamMetadata) -> [String: String] {
        var facts = metadata.variables
        facts["caller_id"] = metadata.callerID
        facts["caller_name"] = metadata.callerName
        facts["language"] = metadata.language
        return facts
    }

    /// A stream is gone; if it is still the call's, so is the caller.
    func streamClosed(_ closure: WebSocketClosure, from port: any StreamPort) {
        guard port === stream else { return }
        stream = nil
        handle(.streamClosed(closure.cause == .peer ? .callerHungUp : .streamLost))
    }

    /// A restarted stream takes the place of the one before, unless it carries something else: the call goes on as it is then.
    func replaceStream(by new: any StreamPort, carrying stream: StreamSettings) {
        guard session.end == nil else { return new.close(code: 1_000, reason: "the call has ended") }
        guard stream.carriesTheSame(as: facts.stream) else {
            let refusal = StreamRefusal(reason: "This call's stream is \(facts.stream.summary); it can't go on as \(stream.summary).")
            context.shared.metrics.refused(.restartDiffers)
            context.reporter.refused(id, refusal.reason, at: context.now)
            return new.close(code: refusal.closeCode, reason: refusal.reason)
        }
        let old = self.stream
        self.stream = new
        old?.close(code: 1_000, reason: "replaced by a new stream of the same call")
        uplink.restart()
        recording?.restarted(at: context.now)
        measures.streamRestarts += 1
        phrases?.restart()
        handle(.streamReplaced)
    }
}

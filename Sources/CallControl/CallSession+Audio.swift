import Audio

extension CallSession {
    /// What to do with a frame of the caller's audio.
    public enum FrameDisposition: Equatable, Sendable { case forward, hold, drop }

    /// What the gateway's own voice-activity detector says of a frame.
    public struct CallerFrame: Equatable, Sendable {
        /// Media position of the frame's end, since the stream began.
        public var end: Duration
        /// Media position of the caller's last voiced sample, if this frame moved it.
        public var lastVoiced: Duration?

        public init(end: Duration, lastVoiced: Duration?) {
            self.end = end
            self.lastVoiced = lastVoiced
        }
    }

    /// A frame of the caller arrived.
    public mutating func callerFrame(_ frame: CallerFrame, at now: Instant) -> FrameDisposition {
        latency.callerFrame(end: frame.end, lastVoiced: frame.lastVoiced, at: now)
        if frame.lastVoiced != nil {
            lastActivity = now
            handoff?.callerIsHeard(at: now)
            lastVoice = now
            if phase == .talking, !playout.isPlaying(at: now) { awaited.hear(at: now) }
        }
        switch phase {
        case .new, .connecting: return .hold
        case .talking, .closing: return .forward
        case .handingOver, .ended: return .drop
        }
    }

    /// Does audio of this response still matter? Decoding stale audio can be spared.
    ///
    /// Before the provider has confirmed its formats, nothing it sends can be played.
    public func wants(_ response: ResponseID) -> Bool {
        switch phase {
        case .new, .connecting, .handingOver, .ended: false
        case .talking, .closing: staleUpTo.map { $0 < response } ?? true
        }
    }

    /// Audio of the agent arrived, as samples at the leg's rate.
    /// - Parameter audibleOffset: where in `samples` the response first becomes audible, if it does here.
    /// - Parameter audiblePosition: the same, from the start of the response.
    public mutating func agentAudio(
        _ samples: Span<Int16>, of response: ResponseID, audibleOffset: Int?, audiblePosition: Duration?, at now: Instant
    ) {
        guard wants(response) else {
            tally.staleSamples += samples.count
            return
        }
        noteResponse(response)
        noteLastWords(of: response)
        noteAnnouncement(in: response)
        if audiblePosition != nil { awaited.came() }
        latency.audioReceived(response, decides: !capabilities.reportsEndOfCallerSpeech, at: now)
        if let audiblePosition { latency.audibleReceived(response, offset: audiblePosition, at: now) }
        playout.append(samples, of: response, audibleOffset: audibleOffset)
    }

    /// Appends the frames that are due to `output` (whole 20 ms frames at the leg's rate) and returns how many.
    ///
    /// `wrote` must be called with the result once the frames are written, so that latency is measured at the socket.
    public mutating func release(at now: Instant, on occasion: PlayoutBuffer.Occasion = .tick, appendingTo output: inout [Int16]) -> PlayoutBuffer.Release {
        let release = playout.release(at: now, on: occasion, appendingTo: &output)
        if release.underflow { tally.underflows += 1 }
        return release
    }

    /// Frames of `release` have been written to FreeSWITCH.
    public mutating func wrote(_ release: PlayoutBuffer.Release, at now: Instant, effects: inout [Effect]) {
        tally.framesPlayed += release.frames
        if release.underflow { effects.append(.report(.underflow)) }
        guard let response = release.audible else { return }
        let hadGreeting = latency.greeting != nil
        if let turn = latency.audibleHanded(response, at: now) {
            effects.append(.report(.turn(turn)))
        } else if !hadGreeting, let greeting = latency.greeting {
            effects.append(.report(.greeted(after: greeting)))
        }
    }

    /// Samples of the gateway's own recording, at the leg's rate.
    public mutating func recordedAudio(_ samples: Span<Int16>, of response: ResponseID) {
        guard end == nil else { return }
        playout.append(samples, of: response, audibleOffset: nil)
    }

    mutating func noteResponse(_ response: ResponseID) {
        if newestResponse == nil, plan.greeting != nil { latency.greets(response) }
        if newestResponse.map({ $0 < response }) ?? true { newestResponse = response }
    }

    /// Whatever was to be played has been handed out, and no answer is being spoken.
    public var hasHandedOutAll: Bool { playout.isDrained && inProgress == nil }

    /// Audio the agent sent and the caller has not heard yet.
    public func isPlaying(at now: Instant) -> Bool { playout.isPlaying(at: now) }

    /// Samples of the agent dropped because too much was waiting.
    public var droppedSamples: Int { playout.dropped }
}

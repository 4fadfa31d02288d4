import Audio
import CallControl
import WireProtocols

/// One conversation with the emulated provider, as a value: what the client sends and what is heard goes in, what is to be sent
/// comes out. Time and randomness are given to it.
public struct EmulatedConversation: Sendable {
    public enum Input: Equatable, Sendable {
        /// The socket is open.
        case opened
        /// A text message that is not audio.
        case message(JSONValue)
        /// The caller began to speak, at that position of the audio received.
        case speechStarted(at: Duration)
        /// The caller was taken to have finished; `lastVoiced` is where the voice ended, `decided` where the silence was long enough.
        case speechStopped(lastVoiced: Duration, decided: Duration)
        /// Audio was received, up to that position.
        case heard(upTo: Duration)
    }

    public enum Effect: Equatable, Sendable {
        case send(JSONValue)
        /// Text that may be no JSON.
        case sendText([UInt8])
        case sendAudio(AudioMessage)
        /// Answers will be in this format.
        case willSpeak(AudioFormat)
        /// From now on the client's audio is in this format; speech ends after that much silence, `nil`: speech is of no interest.
        case listen(AudioFormat, endpointing: Duration?)
        case close(code: Int, reason: String)
        /// Cut the connection.
        case drop
    }

    private enum Machine: Sendable {
        case openAI(OpenAIEmulation)
        case elevenLabs(ElevenLabsEmulation)
    }
    private enum Mishap: Equatable, Sendable {
        case drop, stall
        case close(code: Int)
    }

    private var machine: Machine
    private var mishaps = Agenda<Mishap>()
    private let faults: [Fault]
    /// Nothing is sent any more; never left.
    private var isSilent = false
    private var scratch: [Effect] = []

    public init(_ setup: EmulationSetup) {
        faults = setup.faults
        machine = setup.dialect == .elevenLabs ? .elevenLabs(ElevenLabsEmulation(setup)) : .openAI(OpenAIEmulation(setup))
    }

    /// When `wake` wants to be called; never in the past of what was handled.
    public var nextWake: Instant? {
        guard !isSilent else { return nil }
        let own: Instant? =
            switch machine {
            case .openAI(let machine): machine.agenda.nextDue
            case .elevenLabs(let machine): machine.agenda.nextDue
            }
        return [own, mishaps.nextDue].compactMap { $0 }.min()
    }

    /// Handles one input.
    /// - Parameter effects: appended to.
    public mutating func handle(_ input: Input, at now: Instant, effects: inout [Effect]) {
        if input == .opened { planMishaps(at: now) }
        run(at: now, effects: &effects) { machine, out in
            switch machine {
            case .openAI(var inner):
                inner.handle(input, at: now, effects: &out)
                machine = .openAI(inner)
            case .elevenLabs(var inner):
                inner.handle(input, at: now, effects: &out)
                machine = .elevenLabs(inner)
            }
        }
    }

    /// Does what has become due.
    public mutating func wake(at now: Instant, effects: inout [Effect]) {
        while let mishap = mishaps.takeDue(by: now) { befall(mishap, &effects) }
        run(at: now, effects: &effects) { machine, out in
            switch machine {
            case .openAI(var inner):
                inner.wake(at: now, effects: &out)
                machine = .openAI(inner)
            case .elevenLabs(var inner):
                inner.wake(at: now, effects: &out)
                machine = .elevenLabs(inner)
            }
        }
    }

    private mutating func run(at now: Instant, effects: inout [Effect], _ body: (inout Machine, inout [Effect]) -> Void) {
        guard !isSilent else { return }
        scratch.removeAll(keepingCapacity: true)
        body(&machine, &scratch)
        var hasAudio = false
        for effect in scratch {
            if hasAudio, faults.contains(.dropMidSentence) {
                befall(.drop, &effects)
                return
            }
            if case .sendAudio = effect { hasAudio = true }
            effects.append(effect)
        }
        // Half way through the first answer's first second, whatever the size of its messages.
        if hasAudio, faults.contains(.dropMidSentence) { mishaps.add(.drop, at: now + .milliseconds(20)) }
    }

    private mutating func planMishaps(at now: Instant) {
        for fault in faults {
            switch fault {
            case .drop(let after): mishaps.add(.drop, at: now + after)
            case .stall(let after): mishaps.add(.stall, at: now + after)
            case .close(let code, let after): mishaps.add(.close(code: code), at: now + after)
            case .refuse, .refuseConnection, .dropMidSentence, .wrongFormat, .malformed, .lateAudio, .neverReady, .lateTranscripts, .errors, .slowReader:
                break
            }
        }
    }

    private mutating func befall(_ mishap: Mishap, _ effects: inout [Effect]) {
        guard !isSilent else { return }
        isSilent = true
        switch mishap {
        case .stall: break
        case .drop: effects.append(.drop)
        case .close(let code): effects.append(.close(code: code, reason: "emulated close"))
        }
    }
}

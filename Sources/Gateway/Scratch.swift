/// Buffers a loop's calls share, one use at a time: whoever fills one drains it before it returns to the loop. Kept, so that
/// a frame costs no allocation.
final class Scratch {
    /// The caller's frame as samples.
    var caller: [Int16] = []
    /// The caller's channel of a stereo frame.
    var mono: [UInt8] = []
    /// A message to the provider.
    var agentMessage: [UInt8] = []
    /// Codec bytes of the agent's audio.
    var agentAudio: [UInt8] = []
    /// The agent's audio at the leg's rate.
    var agent: [Int16] = []
    /// Frames released to FreeSWITCH.
    var frames: [Int16] = []
    /// A message to FreeSWITCH.
    var streamMessage: [UInt8] = []

    init() {
        caller.reserveCapacity(48_000)
        mono.reserveCapacity(48_000)
        agentMessage.reserveCapacity(96_000)
        agentAudio.reserveCapacity(96_000)
        agent.reserveCapacity(48_000)
        frames.reserveCapacity(48_000)
        streamMessage.reserveCapacity(64_000)
    }
}

import Audio
import WireProtocols

/// Writes the caller's samples as a stream's frames.
struct FramePacker {
    let milliseconds: Int
    private let encoding: AudioEncoding
    private let channels: StreamChannels

    init(_ settings: CallerSettings) {
        milliseconds = Int(settings.buffer.components.attoseconds / 1_000_000_000_000_000) + Int(settings.buffer.components.seconds) * 1_000
        encoding = settings.encoding
        channels = settings.channels
    }

    func pack(_ samples: [Int16], into frame: inout [UInt8]) {
        switch encoding {
        case .pcmu: G711.encodeMuLaw(samples.span, appendingTo: &frame)
        case .pcma: G711.encodeALaw(samples.span, appendingTo: &frame)
        case .linear16, .opus:
            guard channels.count == 2 else { return PCM16.encode(samples.span, appendingTo: &frame) }
            // Right is what the caller hears; silence does for that.
            for sample in samples { frame += [UInt8(truncatingIfNeeded: sample), UInt8(truncatingIfNeeded: sample >> 8), 0, 0] }
        }
    }
}

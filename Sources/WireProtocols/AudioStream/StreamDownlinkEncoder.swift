import Audio
import CallControl

/// Writes what goes toward the caller on one stream: audio, and the order to stop it. Allocates nothing but what the caller's buffer needs.
///
/// Always whole samples (an odd byte overruns a buffer in one build) and always valid UTF-8 (anything else ends another's process).
public struct StreamDownlinkEncoder: Equatable, Sendable {
    public let profile: StreamProfile
    /// What audio is expected in.
    public let format: AudioFormat
    private let head: [UInt8]

    /// - Parameter format: linear, or what `streamAudio` of the profile takes.
    public init(profile: StreamProfile, format: AudioFormat) {
        precondition(format.bytesPerSample != nil, "A stream carries linear, µ-law or A-law audio, not \(format).")
        self.profile = profile
        self.format = format
        let name = Self.names[format.encoding] ?? "raw"
        head = Array(#"{"type":"streamAudio","data":{"audioDataType":"\#(name)","sampleRate":\#(format.rate.hertz),"audioData":""#.utf8)
    }

    private static let names: [AudioEncoding: String] = [.linear16: "raw", .pcmu: "PCMU", .pcma: "PCMA"]

    /// Appends one message that carries `audio`, an odd last byte of which is left out.
    public func encodeAudio(_ audio: Span<UInt8>, into message: inout [UInt8]) -> FrameKind {
        let whole = audio.count - audio.count % (format.bytesPerSample ?? 1)
        switch profile.downlink {
        case .binary:
            audio.withUnsafeBufferPointer { message.append(contentsOf: $0.prefix(whole)) }
            return .binary
        case .streamAudio:
            message.append(contentsOf: head)
            Base64.append(audio.extracting(first: whole), to: &message)
            JSONText.append(literal: "\"}}", to: &message)
            return .text
        }
    }

    /// Appends the message that stops what was already sent; false if this profile has none.
    public func encodeFlush(into message: inout [UInt8]) -> Bool {
        guard profile.canFlush else { return false }
        JSONText.append(literal: #"{"type":"stopAudio"}"#, to: &message)
        return true
    }
}

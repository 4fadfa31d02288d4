import COpus

/// Opus was asked for something it can't do, or given something that isn't Opus.
public struct OpusFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was asked and why it was refused, e.g. `Opus can't use complexity 11: it must be from 0 to 10`.
    public let description: String

    init(cannot action: String, because reason: String) { description = "Opus can't \(action): \(reason)" }

    /// - Parameter code: one of libopus' error numbers.
    init(cannot action: String, code: Int32) { self.init(cannot: action, because: String(cString: opus_strerror(code))) }
}

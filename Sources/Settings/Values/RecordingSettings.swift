import Audio
import WireProtocols

/// Whether calls are recorded, where to, and what becomes of the recordings.
public struct RecordingSettings: Equatable, Sendable {
    public enum Format: String, CaseIterable, Equatable, Sendable {
        /// Ogg Opus, two channels.
        case opus
    }

    public var isEnabled: Bool
    /// Always there if enabled.
    public var directory: String?
    public var format: Format
    /// Bitrate and complexity.
    public var opus: OpusSettings
    /// Threads that encode; 0: one for each two cores.
    public var threads: Int
    /// After which a recording on this machine is deleted; `nil`: never.
    public var retention: Duration?
    /// Where recordings are to be fetched, with `{key}`, `{bucket}` and `{call_id}`; `nil`: the upload's own address.
    public var publicURL: String?
    /// `nil`: they stay on this machine.
    public var upload: RecordingUploadSettings?
}

/// An S3-compatible storage.
public struct RecordingUploadSettings: Equatable, Sendable {
    /// Scheme, host and port, perhaps a path; the bucket follows in the path.
    public var endpoint: String
    public var bucket: String
    public var region: String
    /// Before each key; empty, or ends in `/`.
    public var prefix: String
    public var accessKey: Secret
    public var secretKey: Secret
    public var removesLocalCopy: Bool
    public var extraCAFile: String?

    public init(
        endpoint: String, bucket: String, region: String, prefix: String, accessKey: Secret, secretKey: Secret, removesLocalCopy: Bool,
        extraCAFile: String? = nil
    ) {
        self.endpoint = endpoint
        self.bucket = bucket
        self.region = region
        self.prefix = prefix
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.removesLocalCopy = removesLocalCopy
        self.extraCAFile = extraCAFile
    }
}

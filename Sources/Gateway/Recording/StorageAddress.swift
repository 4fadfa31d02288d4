import CallControl
import Settings
import WireProtocols

/// Where recordings are found in the storage, and by whom.
struct StorageAddress: Sendable {
    let upload: RecordingUploadSettings?
    let template: String?

    func key(_ path: String) -> String { (upload?.prefix ?? "") + path }

    /// The object's address with the bucket in the path, as every S3-compatible storage takes it. Encoded once: it is signed as it stands.
    func object(_ path: String) -> String? {
        upload.map { "\($0.endpoint)/\($0.bucket)/\(Self.encoded(key(path)))" }
    }

    /// What a ticket says; `nil` for a recording that can't be fetched.
    func url(of name: RecordingName) -> String? {
        guard let template else { return object(name.path) }
        return template.replacing("{key}", with: Self.encoded(key(name.path))).replacing("{bucket}", with: upload?.bucket ?? "")
            .replacing("{call_id}", with: PercentEncoding.encode(name.call.rawValue))
    }

    private static func encoded(_ key: String) -> String {
        key.split(separator: "/", omittingEmptySubsequences: false).map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    }
}

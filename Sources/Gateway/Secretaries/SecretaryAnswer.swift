import Settings

/// What a call gets that asks FusionPBX for its secretary.
enum SecretaryAnswer: Equatable, Sendable {
    /// - isStale: it was read some time ago, and the database cannot be asked.
    case found(SecretarySettings, isStale: Bool)
    case absent(SecretaryAbsence)
    /// The database cannot be asked, and never could for this one.
    case failed(String)
    /// The database took longer than a call waits.
    case late

    /// For the counter.
    var label: String {
        switch self {
        case .found(_, isStale: false): "found"
        case .found(_, isStale: true): "stale"
        case .absent: "absent"
        case .failed: "failed"
        case .late: "late"
        }
    }

    /// Why there is no secretary, in words; `nil` where there is one.
    var problem: String? {
        switch self {
        case .found: nil
        case .absent(let absence): absence.description
        case .failed(let text): text
        case .late: "FusionPBX's database did not answer in time"
        }
    }
}

import CallControl
import Transport

extension DeskFailure {
    init(_ failure: HTTPFailure) {
        switch failure.kind {
        case .unreachable: self = .unreachable(failure.description)
        case .timedOut: self = .timedOut
        case .untrusted: self = .untrusted(failure.description)
        case .interrupted: self = .interrupted(failure.description)
        case .garbled: self = .garbled(failure.description)
        case .other: self = .unreachable(failure.description)
        }
    }

    /// May the next attempt fare better?
    var mayPass: Bool {
        switch self {
        case .timedOut, .unreachable, .interrupted, .unavailable, .garbled: true
        case .notConfigured, .refused, .untrusted, .wrongAddress, .rejected: false
        }
    }
}

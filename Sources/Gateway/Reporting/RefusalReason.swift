/// Why a stream was not taken, as the counter has it: a bounded set. What exactly was wrong with it is in the log.
enum RefusalReason: String, CaseIterable, Equatable, Sendable {
    /// No bearer token, or another than the listener's.
    case unauthorised
    /// A path or query that says no stream.
    case badRequest = "bad_request"
    /// A secretary, a provider or a format that is not to be had.
    case notServable = "not_servable"
    /// The same call's stream is just being set up.
    case duplicate
    /// The same call's stream came back as another.
    case restartDiffers = "restart_differs"
    case draining
    case tooManyCalls = "too_many_calls"
    case overloaded

    init(_ refusal: Admission.Refusal) {
        switch refusal {
        case .draining: self = .draining
        case .tooManyCalls: self = .tooManyCalls
        case .overloaded: self = .overloaded
        }
    }
}

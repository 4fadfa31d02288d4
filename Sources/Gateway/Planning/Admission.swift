/// Decides whether one more call is taken. Pure: it is given the state and says yes or why not.
struct Admission: Equatable, Sendable {
    /// Why a call is refused, as the metric names it.
    enum Refusal: String, CaseIterable, Equatable, Sendable {
        case draining
        case tooManyCalls = "too_many_calls"
        /// The loop's ticks come too late: pacing would suffer for every call on it.
        case overloaded
    }

    var maxCalls: Int
    var maxLateness: Duration

    func refusal(calls: Int, lateness: Duration, isDraining: Bool) -> Refusal? {
        if isDraining { return .draining }
        if calls >= maxCalls { return .tooManyCalls }
        if lateness > maxLateness { return .overloaded }
        return nil
    }
}

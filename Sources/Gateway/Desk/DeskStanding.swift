import CallControl

/// How the desk was when it was last asked.
public enum DeskStanding: Equatable, Sendable {
    /// Not asked since the start. Leaves on: any answer or failure.
    case untried
    /// It did what it was asked.
    case well
    /// It did not, so many times in a row; the last time for this reason.
    case failing(DeskFailure, times: Int)

    func after(_ failure: DeskFailure?) -> DeskStanding {
        guard let failure else { return .well }
        guard case .failing(_, let times) = self else { return .failing(failure, times: 1) }
        return .failing(failure, times: times + 1)
    }
}

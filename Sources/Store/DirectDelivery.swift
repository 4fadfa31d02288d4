import CallControl
import Locking

/// A ticket taken straight to the desk, because the store fails or lets a caller wait. The store may still keep it; the desk then says that it
/// has it already.
final class DirectDelivery: Sendable {
    private enum State {
        case notBegun, underWay, delivered
        case failed(DeskFailure)
        /// The store has the ticket, and all is as ever.
        case needless
    }

    private let state = Locked((state: State.notBegun, storeFailure: StoreFailure?.none))
    private let news: @Sendable (Handoff.TicketNews) -> Void
    private let deliver: @Sendable (@escaping @Sendable (TicketDelivery) -> Void) -> Void
    private let number: @Sendable (TicketReceipt) -> String?

    init(
        news: @escaping @Sendable (Handoff.TicketNews) -> Void, deliver: @escaping @Sendable (@escaping @Sendable (TicketDelivery) -> Void) -> Void,
        number: @escaping @Sendable (TicketReceipt) -> String?
    ) {
        self.news = news
        self.deliver = deliver
        self.number = number
    }

    /// The caller has waited for the store long enough, or must not wait at all.
    func begin() {
        let isFirst = state.withLock { current in
            guard case .notBegun = current.state else { return false }
            current.state = .underWay
            return true
        }
        if isFirst { deliver { [self] in ended($0) } }
    }

    /// The store has the ticket.
    func storeKept() {
        state.withLock { current in
            if case .notBegun = current.state { current.state = .needless }
        }
    }

    /// The store will not have it: the desk's word is the last.
    func storeFailed(_ failure: StoreFailure) {
        let lost = state.withLock { current -> DeskFailure? in
            current.storeFailure = failure
            if case .failed(let problem) = current.state { return problem }
            return nil
        }
        if let lost { news(.lost("\(failure); \(lost)")) }
        begin()
    }

    private func ended(_ delivery: TicketDelivery) {
        switch delivery {
        case .delivered(let receipt):
            state.withLock { $0.state = .delivered }
            news(.delivered(number: number(receipt), receipt))
        case .retry(let problem), .slow(let problem), .rejected(let problem):
            let failure = state.withLock { current -> StoreFailure? in
                current.state = .failed(problem)
                return current.storeFailure
            }
            if let failure { news(.lost("\(failure); \(problem)")) }
        }
    }
}

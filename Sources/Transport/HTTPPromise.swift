import Locking

/// An answer that another thread is working on, so that nothing slow is done on a loop.
public final class HTTPPromise: Sendable, Equatable {
    private enum State {
        case open
        case awaited(@Sendable (HTTPServerResponse) -> Void)
        case kept(HTTPServerResponse)
    }

    private let state = Locked(State.open)

    public init() {}

    public static func == (left: HTTPPromise, right: HTTPPromise) -> Bool { left === right }

    /// From any thread; the first answer counts.
    public func keep(_ response: HTTPServerResponse) {
        let deliver = state.withLock { state -> (@Sendable (HTTPServerResponse) -> Void)? in
            switch state {
            case .kept: return nil
            case .open:
                state = .kept(response)
                return nil
            case .awaited(let deliver):
                state = .kept(response)
                return deliver
            }
        }
        deliver?(response)
    }

    /// A promise of what is made of this one's answer.
    public func map(_ change: @escaping @Sendable (HTTPServerResponse) -> HTTPServerResponse) -> HTTPPromise {
        let changed = HTTPPromise()
        whenKept { changed.keep(change($0)) }
        return changed
    }

    func whenKept(_ deliver: @escaping @Sendable (HTTPServerResponse) -> Void) {
        let response = state.withLock { state -> HTTPServerResponse? in
            if case .kept(let response) = state { return response }
            state = .awaited(deliver)
            return nil
        }
        if let response { deliver(response) }
    }
}

import CallControl
import Locking
import Settings
import Transport
import WireProtocols

/// OmniPlay over HTTP: a thread of its own, where requests are made and completions come.
public final class OmniPlayDesk: Desk {
    private let settings: Locked<OmniPlaySettings>
    /// Callers wait for its answers: never behind tickets.
    private let questions = HTTPClient()
    private let deliveries = HTTPClient()
    private let state = Locked(DeskStanding.untried)
    /// `nil` where nobody reads metrics.
    private let metrics: GatewayMetrics?

    /// A repetition that has less time left than this is not tried.
    private static let shortest = Duration.milliseconds(100)

    public convenience init(_ settings: OmniPlaySettings) { self.init(settings, metrics: nil) }

    init(_ settings: OmniPlaySettings, metrics: GatewayMetrics?) {
        self.settings = Locked(settings)
        self.metrics = metrics
        metrics?.declareOmniPlay()
    }

    /// For requests made from now on.
    public func reconfigure(_ settings: OmniPlaySettings) { self.settings.withLock { $0 = settings } }

    /// How the desk was when it was last asked: for `/healthz` and the console.
    public var standing: DeskStanding { state.withLock { $0 } }

    /// Answers what is under way with a failure, and ends the thread.
    public func stop() {
        questions.stop()
        deliveries.stop()
    }

    // MARK: Who is online

    public func attendants(_ query: AttendantsQuery, completion: @escaping @Sendable (AgentsOnline) -> Void) {
        let settings = settings.withLock { $0 }
        let request: OmniPlayRequest
        do {
            request = try OmniPlayRequest.attendants(query, at: settings.access)
        } catch {
            note(error, of: .agents)
            return completion(.unknown(error))
        }
        let deadline = ContinuousClock.now + settings.attendantsTimeout
        ask(request, settings, until: deadline) { [self] first, span in
            guard case .failure(let failure) = first, failure.mayPass, deadline - ContinuousClock.now > Self.shortest else {
                return completion(answer(first, to: query, after: span))
            }
            metrics?.asked(.agents, failure, after: span)
            ask(request, settings, until: deadline) { [self] second, span in completion(answer(second, to: query, after: span)) }
        }
    }

    private func ask(
        _ request: OmniPlayRequest, _ settings: OmniPlaySettings, until deadline: ContinuousClock.Instant,
        _ completion: @escaping @Sendable (Result<OmniPlayAnswer, DeskFailure>, Duration) -> Void
    ) {
        send(request, settings, timeout: deadline - ContinuousClock.now) { result, span in
            completion(result.flatMap { answer in answer.failure.map(Result.failure) ?? .success(answer) }, span)
        }
    }

    private func answer(_ result: Result<OmniPlayAnswer, DeskFailure>, to query: AttendantsQuery, after span: Duration) -> AgentsOnline {
        let answer: AgentsOnline
        switch result {
        case .success(let given): answer = given.attendants(query)
        case .failure(let failure): answer = .unknown(failure)
        }
        if case .unknown(let failure) = answer { note(failure, of: .agents, after: span) } else { note(nil, of: .agents, after: span) }
        return answer
    }

    // MARK: Tickets

    public func deliver(_ ticket: TicketDraft, completion: @escaping @Sendable (TicketDelivery) -> Void) {
        let settings = settings.withLock { $0 }
        let request: OmniPlayRequest
        do {
            request = try OmniPlayRequest.ticket(ticket, at: settings.access)
        } catch {
            note(error, of: .ticket)
            return completion(.failed(error))
        }
        send(request, settings, timeout: settings.ticketTimeout) { [self] result, span in
            let delivery: TicketDelivery
            switch result {
            case .success(let answer): delivery = answer.delivery
            case .failure(let failure): delivery = .failed(failure)
            }
            note(delivery.failure, of: .ticket, after: span)
            completion(delivery)
        }
    }

    // MARK: HTTP

    /// - Parameter completion: is told how long it took, too.
    private func send(
        _ request: OmniPlayRequest, _ settings: OmniPlaySettings, timeout: Duration,
        _ completion: @escaping @Sendable (Result<OmniPlayAnswer, DeskFailure>, Duration) -> Void
    ) {
        let began = ContinuousClock.now
        let token = settings.access.token
        let sent = HTTPRequest(
            method: request.method.rawValue, url: request.url, headers: request.headers.map { ($0.name, $0.value.exposed) },
            body: request.method == .post ? request.body : nil, connectTimeout: min(settings.connectTimeout, timeout), timeout: timeout,
            extraCAFile: settings.extraCAFile, maxResponse: OmniPlayAnswer.maxLength, connection: request.method == .post ? .fresh : .pooled)
        let http = request.method == .post ? deliveries : questions
        http.send(sent) { result in
            let span = ContinuousClock.now - began
            completion(result.map { OmniPlayAnswer(status: $0.status, body: $0.body, hiding: token) }.mapError(DeskFailure.init), span)
        }
    }

    private func note(_ failure: DeskFailure?, of question: OmniPlayQuestion, after span: Duration? = nil) {
        state.withLock { $0 = $0.after(failure) }
        metrics?.asked(question, failure, after: span)
    }
}

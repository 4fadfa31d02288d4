import CallControl
import Dispatch
import Locking
import Settings
import Transport
import WireProtocols

/// One connection to a provider, made to see whether calls would get one: planned, dialled and set up as a call's, up to the
/// provider's word on the formats. No audio is sent. On a loop and threads of its own; blocks whoever asks.
public enum ProviderTrial {
    public enum Outcome: Sendable {
        /// The provider confirmed the session.
        case ready(Readiness)
        /// Not even tried; in words.
        case unplanned(String)
        case failed(AgentFailure)
        /// Neither a yes nor a no within the time.
        case timedOut(isConnected: Bool)
    }

    public struct Readiness: Sendable {
        public var session: AgentSession
        /// What the provider confirmed is what it was asked for, or will be converted.
        public var isAsAsked: Bool
        public var asked: String
        public var after: Duration
    }

    /// - Parameter limit: after which the trial is given up.
    public static func run(_ provider: ProviderSettings, in settings: GatewaySettings, within limit: Duration) -> Outcome {
        let prepared: PreparedCall
        let context: LoopBound<TrialFloor>
        let loop = EventLoop(index: -2)
        let shared: SharedState
        do {
            prepared = try plan(provider, settings)
            shared = try SharedState(settings: quiet(settings), logger: TrialFloor.logger, observer: nil)
            context = LoopBound(TrialFloor(), on: loop)
        } catch {
            return .unplanned((error as? StreamRefusal)?.reason ?? "\(error)")
        }
        loop.start()
        let box = Locked<Outcome?>(nil)
        let done = DispatchSemaphore(value: 0)
        context.onLoop { floor in
            floor.begin(prepared, loop, shared) { outcome in
                box.withLock { if $0 == nil { $0 = outcome } }
                done.signal()
            }
        }
        _ = done.wait(timeout: .now() + limit.inMilliseconds / 1_000)
        let isConnected = Locked(false)
        let closed = DispatchSemaphore(value: 0)
        context.onLoop { floor in
            isConnected.withLock { $0 = floor.isConnected }
            floor.end()
            closed.signal()
        }
        closed.wait()
        loop.stop()
        loop.join()
        shared.http.stop()
        shared.resolver.stop()
        return box.withLock { $0 } ?? .timedOut(isConnected: isConnected.withLock { $0 })
    }

    /// Where a provider's server is, without path and secrets; `nil` if its settings lead nowhere.
    public static func address(of provider: ProviderSettings, in settings: GatewaySettings) -> WebAddress? {
        guard let prepared = try? plan(provider, settings) else { return nil }
        switch prepared.facts.endpoint {
        case .direct(let address): return WebAddress(address.url.exposed)
        case .exchange(let exchange): return WebAddress(exchange.url)
        }
    }

    /// As the first secretary that it speaks for would call.
    private static func plan(_ provider: ProviderSettings, _ settings: GatewaySettings) throws(StreamRefusal) -> PreparedCall {
        let secretaries = settings.secretaries.values.sorted { $0.uuid < $1.uuid }
        guard let secretary = secretaries.first(where: { $0.provider == provider.name }) ?? secretaries.first, let listener = settings.listeners.first else {
            throw StreamRefusal(reason: "There is no secretary.")
        }
        var request = StreamRequest(secretaryID: secretary.uuid, callID: "doctor")
        request.provider = provider.name
        return try CallPlanner(settings: settings, listener: listener).prepare(request)
    }

    /// Nothing but the connection: no records, no store, no recordings.
    private static func quiet(_ settings: GatewaySettings) -> GatewaySettings {
        var settings = settings
        settings.recordsDirectory = nil
        settings.omniplay.access.url = nil
        settings.recording.isEnabled = false
        return settings
    }
}

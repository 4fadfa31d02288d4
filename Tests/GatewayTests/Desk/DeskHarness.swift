import CallControl
import Dispatch
import Locking
import Settings
import Simulation
import WireProtocols

@testable import Gateway

/// The adapter and the stand-in for OmniPlay, over real sockets.
final class DeskHarness: Sendable {
    struct Late: Error {}
    static let token = "s3cr3t-t0ken"

    let omniplay: LocalOmniPlay
    let desk: OmniPlayDesk
    let metrics = GatewayMetrics()
    let port: Int

    /// - Parameter faults: as the command line takes them.
    init(
        _ faults: [String] = [], token: String? = token, company: Int? = 1, ticketTimeout: Duration = .seconds(10), attendantsTimeout: Duration = .seconds(3),
        _ change: (inout OmniPlayBehaviour) -> Void = { _ in }
    ) throws {
        var behaviour = OmniPlayBehaviour(token: Self.token)
        behaviour.setOnline(2)
        behaviour.faults = faults.compactMap(OmniPlayFaultRule.init)
        precondition(behaviour.faults.count == faults.count)
        change(&behaviour)
        omniplay = try LocalOmniPlay(behaviour)
        port = try omniplay.start()
        desk = OmniPlayDesk(
            OmniPlaySettings(
                access: OmniPlayAccess(url: "http://127.0.0.1:\(port)", token: token.map(Secret.init)), attendantsTimeout: attendantsTimeout,
                ticketTimeout: ticketTimeout), metrics: metrics)
    }

    deinit {
        desk.stop()
        omniplay.stop()
    }

    func attendants(_ query: AttendantsQuery = AttendantsQuery(companyID: 1, domain: "pbx.local", transferExtension: "200")) throws -> AgentsOnline {
        try Self.wait { desk.attendants(query, completion: $0) }
    }

    func deliver(_ call: String = "call-1", company: Int? = 1) throws -> TicketDelivery {
        var ticket = TicketDraft(call: CallID(call), companyID: company, reason: .keywordDetected)
        ticket.caller = "11999998888"
        ticket.transcript = [.init(.caller, "Quero falar com um atendente", spokenAt: 1_705_000_005_000)]
        return try Self.wait { desk.deliver(ticket, completion: $0) }
    }

    static func wait<Value: Sendable>(_ start: (@escaping @Sendable (Value) -> Void) -> Void) throws -> Value {
        let box = Locked<[Value]>([])
        let done = DispatchSemaphore(value: 0)
        start { value in
            box.withLock { $0.append(value) }
            done.signal()
        }
        guard done.wait(timeout: .now() + 20) == .success else { throw Late() }
        return box.withLock { $0[0] }
    }
}

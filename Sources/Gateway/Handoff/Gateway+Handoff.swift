import Store
import Telemetry
import WireProtocols

extension Gateway {
    /// What waits for OmniPlay and for how long, and whether the store can be written; `nil` where nothing is handed over.
    var handoffHealth: JSONValue? {
        guard let office = shared.office else { return nil }
        let outbox = office.outbox
        return .object([
            .init("tickets_pending", .integer(outbox.pending)), .init("tickets_failed", .integer(outbox.failed)),
            .init("oldest_ticket_seconds", .integer(Int(office.oldestTicketAge))), .init("store_failures", .integer(office.storeFailures)),
        ])
    }

    func declareMetrics(of office: HandoffOffice, in registry: MetricRegistry) {
        shared.metrics.declareHandoff()
        registry.computed("voice_gateway_outbox_pending", "Tickets that OmniPlay does not have yet.") { Double(office.outbox.pending) }
        registry.computed("voice_gateway_outbox_failed", "Tickets that were given up after a week; they are kept.") { Double(office.outbox.failed) }
        registry.computed("voice_gateway_outbox_oldest_seconds", "Age of the oldest ticket that waits.") { office.oldestTicketAge }
        registry.computed("voice_gateway_store_failures_total", "Times the store could not be written or read.") { Double(office.storeFailures) }
        registry.computed("voice_gateway_journal_dropped_total", "What calls said that could not be kept for a crash.") { Double(office.journalDropped) }
    }

    /// Which FreeSWITCHs are there; `nil` where none is configured.
    var eventSocketHealth: JSONValue? {
        guard let servers = shared.switchboard?.status else { return nil }
        return .object(servers.keys.sorted().map { .init($0, .bool(servers[$0]?.isUp == true)) })
    }

    func declareMetrics(of board: Switchboard, in registry: MetricRegistry) {
        for server in board.status.keys.sorted() {
            registry.computed("voice_gateway_event_socket_up", "1 while FreeSWITCH's event socket is logged in.", ["server": server]) {
                board.status[server]?.isUp == true ? 1 : 0
            }
        }
    }
}

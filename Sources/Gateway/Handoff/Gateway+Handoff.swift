import Store
import Telemetry
import WireProtocols

extension Gateway {
    /// What waits for OmniPlay and for how long, whether the store can be written, and which FreeSWITCHs are there; `nil` where nothing is
    /// handed over.
    var handoffHealth: JSONValue? {
        guard let office = shared.office else { return nil }
        let (outbox, servers) = (office.outbox, office.servers)
        return .object([
            .init("tickets_pending", .integer(outbox.pending)), .init("tickets_failed", .integer(outbox.failed)),
            .init("oldest_ticket_seconds", .integer(Int(office.oldestTicketAge))), .init("store_failures", .integer(office.storeFailures)),
            .init("event_sockets", .object(servers.keys.sorted().map { .init($0, .bool(servers[$0]?.isUp == true)) })),
        ])
    }

    func declareMetrics(of office: HandoffOffice, in registry: MetricRegistry) {
        registry.computed("voice_gateway_outbox_pending", "Tickets that OmniPlay does not have yet.") { Double(office.outbox.pending) }
        registry.computed("voice_gateway_outbox_failed", "Tickets that were given up after a week; they are kept.") { Double(office.outbox.failed) }
        registry.computed("voice_gateway_outbox_oldest_seconds", "Age of the oldest ticket that waits.") { office.oldestTicketAge }
        registry.computed("voice_gateway_store_failures", "Times the store could not be written or read.") { Double(office.storeFailures) }
        registry.computed("voice_gateway_journal_dropped", "What calls said that could not be kept for a crash.") { Double(office.journalDropped) }
        for server in office.servers.keys.sorted() {
            registry.computed("voice_gateway_event_socket_up", "1 while FreeSWITCH's event socket is logged in.", ["server": server]) {
                office.servers[server]?.isUp == true ? 1 : 0
            }
        }
    }
}

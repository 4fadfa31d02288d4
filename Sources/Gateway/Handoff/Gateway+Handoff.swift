import Store
import Telemetry

extension Gateway {
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

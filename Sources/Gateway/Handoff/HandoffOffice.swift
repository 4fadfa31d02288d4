import CallControl
import Foundation
import Logging
import Settings
import Store
import WireProtocols

/// What calls need of the world to hand over to people: business hours, the desk, FreeSWITCH, tickets, recordings. Shared by all loops;
/// nothing here waits.
final class HandoffOffice: Sendable {
    private let desk: OmniPlayDesk
    private let switchboard: Switchboard
    private let tickets: TicketOffice
    let prompts: PromptLibrary

    /// - Throws: if the store can't be opened, or a recording can't be read; in words.
    init(_ settings: GatewaySettings, orphans: OrphanedCalls, logger: Logger) throws {
        desk = OmniPlayDesk(settings.omniplay)
        switchboard = Switchboard(settings.freeSwitches.values.sorted { $0.name < $1.name }) { status in
            let fields: Logger.Metadata = ["server": .string(status.name), "problem": .string(status.problem ?? "")]
            if status.isUp {
                logger.info("FreeSWITCH's event socket is up", metadata: fields)
            } else {
                logger.warning("FreeSWITCH's event socket is down", metadata: fields)
            }
        }
        tickets = TicketOffice(store: try Self.store(settings), desk: desk, orphans: orphans.policy, heartbeat: min(.seconds(5), settings.storeSilence / 6))
        prompts = try PromptLibrary(directory: settings.promptsDirectory)
    }

    private static func store(_ settings: GatewaySettings) throws -> any TicketStore {
        if let conninfo = settings.storeConninfo { return PostgresStore(conninfo: conninfo.exposed, silence: settings.storeSilence) }
        let store = try SQLiteStore(path: settings.storePath)
        try store.claimForGateway()
        return store
    }

    func start() {
        switchboard.start()
        tickets.start()
    }

    func stop() {
        switchboard.stop()
        tickets.stop()
        desk.stop()
    }

    func reconfigure(_ settings: GatewaySettings) { desk.reconfigure(settings.omniplay) }

    var outbox: OutboxSummary { tickets.summary }
    /// Seconds; 0 when none waits.
    var oldestTicketAge: Double { outbox.oldestPendingAt.map { max(0, Date().timeIntervalSince1970 - Double($0) / 1_000) } ?? 0 }
    var storeFailures: Int { tickets.storeFailures }
    var deskStanding: DeskStanding { desk.standing }
    var servers: [String: ServerStatus] { switchboard.status }

    func askDesk(_ query: AttendantsQuery, _ answer: @escaping @Sendable (AgentsOnline) -> Void) { desk.attendants(query, completion: answer) }

    func keep(_ ticket: TicketDraft, _ news: @escaping @Sendable (Handoff.TicketNews) -> Void) { tickets.keep(ticket, news: news) }

    func journal(_ entry: JournalEntry) { tickets.note(entry) }

    var journalDropped: Int { tickets.journalDropped }

    func line(for call: CallID, on server: String, _ deliver: @escaping @Sendable (SwitchboardNews) -> Void) -> SwitchboardLine? {
        switchboard.line(for: call, on: server, deliver: deliver)
    }
}

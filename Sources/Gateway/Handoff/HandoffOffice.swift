import CallControl
import Foundation
import Logging
import Settings
import Store
import WireProtocols

/// What calls need of the world to hand over to people, beside FreeSWITCH: the desk, tickets, recordings of our own. Shared by all loops;
/// nothing here waits.
final class HandoffOffice: Sendable {
    private let desk: OmniPlayDesk
    private let tickets: TicketOffice
    let prompts: PromptLibrary

    /// - Throws: if the store can't be opened, or a recording can't be read; in words.
    init(_ settings: GatewaySettings, orphans: OrphanedCalls, logger: Logger) throws {
        desk = OmniPlayDesk(settings.omniplay)
        tickets = TicketOffice(store: try Self.store(settings), desk: desk, orphans: orphans.policy, heartbeat: min(.seconds(5), settings.storeSilence / 6))
        prompts = try PromptLibrary(directory: settings.promptsDirectory)
    }

    private static func store(_ settings: GatewaySettings) throws -> any TicketStore {
        if let conninfo = settings.storeConninfo { return PostgresStore(conninfo: conninfo.exposed, silence: settings.storeSilence) }
        let store = try SQLiteStore(path: settings.storePath)
        try store.claimForGateway()
        return store
    }

    func start() { tickets.start() }

    func stop() {
        tickets.stop()
        desk.stop()
    }

    func reconfigure(_ settings: GatewaySettings) { desk.reconfigure(settings.omniplay) }

    var outbox: OutboxSummary { tickets.summary }
    /// Seconds; 0 when none waits.
    var oldestTicketAge: Double { outbox.oldestPendingAt.map { max(0, Date().timeIntervalSince1970 - Double($0) / 1_000) } ?? 0 }
    var storeFailures: Int { tickets.storeFailures }
    var deskStanding: DeskStanding { desk.standing }

    func askDesk(_ query: AttendantsQuery, _ answer: @escaping @Sendable (AgentsOnline) -> Void) { desk.attendants(query, completion: answer) }

    func keep(_ ticket: TicketDraft, _ news: @escaping @Sendable (Handoff.TicketNews) -> Void) { tickets.keep(ticket, news: news) }

    func journal(_ entry: JournalEntry) { tickets.note(entry) }

    var journalDropped: Int { tickets.journalDropped }
}

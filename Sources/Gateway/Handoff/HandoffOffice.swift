import CallControl
import Foundation
import Locking
import Logging
import Settings
import Store
import WireProtocols

/// What calls need of the world to hand over to people, beside FreeSWITCH: the desk, tickets, recordings of our own. Shared by all loops;
/// nothing here waits.
final class HandoffOffice: Sendable {
    private let desk: OmniPlayDesk
    private let tickets: TicketOffice
    let store: any TicketStore
    let prompts: PromptLibrary
    private let settings: SettingsBox

    /// - Throws: if the store can't be opened, or a recording can't be read; in words.
    init(_ settings: GatewaySettings, orphans: OrphanedCalls, metrics: GatewayMetrics, logger: Logger) throws {
        let current = SettingsBox(settings)
        self.settings = current
        desk = OmniPlayDesk(settings.omniplay, metrics: metrics)
        store = try Self.store(settings)
        tickets = TicketOffice(
            store: store, desk: desk, orphans: orphans.policy, heartbeat: min(.seconds(5), settings.storeSilence / 6),
            complete: { current.complete($0) }, tell: { Self.log($0, logger) })
        prompts = try PromptLibrary(directory: settings.promptsDirectory)
    }

    /// As they are now, for tickets that were made under earlier ones.
    private final class SettingsBox: Sendable {
        private let settings: Locked<GatewaySettings>

        init(_ settings: GatewaySettings) { self.settings = Locked(settings) }

        func replace(_ new: GatewaySettings) { settings.withLock { $0 = new } }

        /// A secretary may have got its company since.
        func complete(_ ticket: TicketDraft) -> TicketDraft {
            guard ticket.companyID == nil, let secretary = ticket.secretary else { return ticket }
            var ticket = ticket
            ticket.companyID = settings.withLock { $0.secretaries.values.first { $0.uuid == secretary }?.handoff.omniplayCompanyID }
            return ticket
        }
    }

    private static func log(_ event: OfficeEvent, _ logger: Logger) {
        switch event {
        case .storeFailed(let failure):
            logger.error(
                "The store of tickets fails: what OmniPlay does not take at once is lost, and so is a call whose gateway dies",
                metadata: ["problem": .string(failure.description)])
        case .storeRecovered: logger.notice("The store of tickets works again")
        case .undelivered(let call, let failure):
            logger.warning(
                "OmniPlay did not take a ticket, which is tried again",
                metadata: ["call_uuid": .string(call.rawValue), "problem": .string("\(OmniPlayAdvice(failure))")])
        case .unreadable(let call, let problem):
            logger.error("A stored ticket can't be read", metadata: ["call_uuid": .string(call.rawValue), "problem": .string(problem)])
        case .givenUp(let call, let failure):
            logger.error(
                "A ticket was given up: see `voice-gateway outbox`",
                metadata: ["call_uuid": .string(call.rawValue), "problem": .string("\(OmniPlayAdvice(failure))")])
        }
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

    func reconfigure(_ settings: GatewaySettings) {
        self.settings.replace(settings)
        desk.reconfigure(settings.omniplay)
    }

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

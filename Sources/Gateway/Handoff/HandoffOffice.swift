import CallControl
import Settings
import Synchronization

/// What calls need of the world to hand over to people: business hours, the desk, FreeSWITCH, tickets, recordings. Shared by all loops;
/// nothing here waits.
final class HandoffOffice: Sendable {
    private let desk: any Desk
    private let switchboard: Switchboard
    private let tickets: any TicketKeeper
    private let hours: any HoursSource
    let prompts: PromptLibrary

    init(desk: any Desk, switchboard: Switchboard, tickets: any TicketKeeper, hours: any HoursSource, prompts: PromptLibrary) {
        self.desk = desk
        self.switchboard = switchboard
        self.tickets = tickets
        self.hours = hours
        self.prompts = prompts
    }

    func askHours(of secretary: SecretarySettings, _ answer: @escaping @Sendable (Bool) -> Void) { hours.isOpen(secretary, answer) }

    func askDesk(_ query: AttendantsQuery, _ answer: @escaping @Sendable (AgentsOnline) -> Void) { desk.attendants(query, completion: answer) }

    func keep(_ ticket: TicketDraft, _ news: @escaping @Sendable (Handoff.TicketNews) -> Void) { tickets.keep(ticket, news: news) }

    func line(for call: CallID, on server: String, _ deliver: @escaping @Sendable (SwitchboardNews) -> Void) -> SwitchboardLine? {
        switchboard.line(for: call, on: server, deliver: deliver)
    }
}

/// Tells whether a secretary's people work now.
protocol HoursSource: Sendable {
    /// `answer` comes on any thread, within a second.
    func isOpen(_ secretary: SecretarySettings, _ answer: @escaping @Sendable (Bool) -> Void)
}

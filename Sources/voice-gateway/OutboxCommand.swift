import ArgumentParser
import CallControl
import Foundation
import Settings
import Store
import WireProtocols

struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Tickets on their way to OmniPlay.",
        subcommands: [ListCommand.self, ShowCommand.self, RetryCommand.self, DropCommand.self], defaultSubcommand: ListCommand.self)

    struct Options: ParsableArguments {
        @Option(help: "The configuration, for its store_path or store_conninfo; by default VOICE_GATEWAY_CONFIG.") var config: String?
        @Option(help: "The SQLite file itself.") var store: String?

        func open() throws -> any TicketStore {
            let settings = try store == nil ? ConfigurationFile.require(config) : nil
            if let found = try ExistingStore.open(settings, path: store) { return found }
            throw Failure("\(store ?? settings?.storePath ?? ""): there is no store; name one with --store, or --config")
        }
    }

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Tickets that wait or were given up; with --all the delivered ones too.")
        @OptionGroup var options: Options
        @Flag(help: "Delivered ones too.") var all = false
        @Option(help: "Most to show.") var most = 100

        func run() throws {
            let store = try options.open()
            let entries = try store.list(all ? [.pending, .failed, .delivered] : [.pending, .failed], most: most)
            print(["id", "call", "state", "reason", "created", "attempts", "next", "problem"].joined(separator: "\t"))
            for entry in entries {
                let next = entry.state == .pending ? Self.time(entry.nextAt) : "–"
                let ticket = entry.receipt?.ticketID.map { "ticket \($0)" }
                print(
                    [
                        "\(entry.id)", entry.ticket.call.rawValue, entry.state.rawValue, entry.ticket.reason.rawValue, Self.time(entry.createdAt),
                        "\(entry.attempts)", next, entry.problem ?? ticket ?? "–",
                    ].joined(separator: "\t"))
            }
        }

        private static func time(_ milliseconds: Int64) -> String {
            Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601)
        }
    }

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "One call's ticket, whole, as JSON.")
        @Argument(help: "The call's uuid.") var call: String
        @OptionGroup var options: Options

        func run() throws {
            guard let entry = try options.open().entry(ofCall: CallID(call)) else { throw Failure("there is no ticket of the call \(call)") }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(entry.ticket), as: UTF8.self))
        }
    }

    struct RetryCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Makes a ticket due now; the running gateway delivers it within a minute.")
        @Argument(help: "Its id in the list.") var id: Int64
        @Option(help: "OmniPlay's company from now on, for a ticket whose secretary had none.") var company: Int?
        @OptionGroup var options: Options

        func run() throws {
            guard try options.open().retry(id, companyID: company, at: Int64(Date().timeIntervalSince1970 * 1_000)) else {
                throw Failure("there is no undelivered ticket \(id)")
            }
            print("ticket \(id) is due")
        }
    }

    struct DropCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "drop", abstract: "Forgets a ticket. The caller waits for somebody who will not call.")
        @Argument(help: "Its id in the list.") var id: Int64
        @Flag(help: "Yes, forget it.") var yes = false
        @OptionGroup var options: Options

        func run() throws {
            guard yes else { throw ValidationError("say --yes to forget ticket \(id)") }
            guard try options.open().drop(id) else { throw Failure("there is no ticket \(id)") }
            print("ticket \(id) is forgotten")
        }
    }
}

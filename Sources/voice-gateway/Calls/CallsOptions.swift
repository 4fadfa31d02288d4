import ArgumentParser
import CallControl
import Foundation
import Installation
import Settings
import Store

/// Where the records are.
struct CallsPlace: ParsableArguments {
    @Option(help: "The configuration, for its records_directory and store; by default VOICE_GATEWAY_CONFIG.") var config: String?
    @Option(help: "The records' directory itself.") var directory: String?

    /// The records, and what the outbox knows of their tickets.
    func open() throws -> (folder: CallFolder, outbox: (CallID) -> TicketReceipt?) {
        let settings = directory == nil || config != nil ? try ConfigurationFile.require(config) : nil
        guard let path = directory ?? settings?.recordsDirectory else {
            throw Failure("no records are kept: set records_directory in the configuration, or name one with --directory")
        }
        guard FileManager.default.fileExists(atPath: path) else { throw Failure("\(path): there is no such directory") }
        let store = try ExistingStore.open(settings)
        return (CallFolder(path), { call in (try? store?.entry(ofCall: call))??.receipt })
    }

    /// Says on standard error which files hold no record.
    static func warn(_ unreadable: [(file: String, problem: String)]) {
        for (file, problem) in unreadable { FileHandle.standardError.write(Data("\(file): \(problem)\n".utf8)) }
    }
}

/// Which calls.
struct CallsChoice: ParsableArguments {
    @Option(help: "Calls since then: 45m, 12h, 7d ago, 2026-11-25, or 2026-11-25T14:30:00Z.") var since: String?
    @Option(help: "pending, transferred, ticket_created, completed or failed.") var status: String?
    @Option(help: "A secretary's uuid.") var secretary: String?

    func filter() throws -> CallFilter {
        if let status, !CallFilter.statuses.contains(status) {
            throw ValidationError("--status \(status): expected \(CallFilter.statuses.joined(separator: ", "))")
        }
        var from: Int64?
        if let since {
            from = CallFilter.time(since, now: Int64(Date().timeIntervalSince1970 * 1_000))
            guard from != nil else { throw ValidationError("--since \(since): expected 45m, 12h, 7d, a day or a time like 2026-11-25T14:30:00Z") }
        }
        return CallFilter(since: from, status: status, secretary: secretary)
    }
}

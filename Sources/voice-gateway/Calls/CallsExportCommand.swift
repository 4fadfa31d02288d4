import ArgumentParser
import Foundation
import Installation

struct CallsExportCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case csv, jsonl }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Calls for a spreadsheet (CSV) or another program (whole records, one JSON object a line).",
        discussion: "In CSV, a text that a spreadsheet would take for a formula stands behind an apostrophe: callers' ids begin with +.")

    @Option(help: "csv or jsonl.") var format = Format.csv
    @OptionGroup var place: CallsPlace
    @OptionGroup var choice: CallsChoice

    func run() throws {
        let filter = try choice.filter()
        let (folder, outbox) = try place.open()
        let listing = try folder.list(filter, outbox: outbox)
        if format == .csv { write(CallTable.csvHeading) }
        for call in listing.calls {
            switch format {
            case .csv: write(CallTable.csv(call))
            case .jsonl: write(try CallTable.recordLine(folder.record(call), call) + "\n")
            }
        }
        CallsPlace.warn(listing.unreadable)
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

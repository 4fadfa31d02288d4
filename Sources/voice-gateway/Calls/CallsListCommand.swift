import ArgumentParser
import Installation

struct CallsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "A line for each call, oldest first.")

    @OptionGroup var place: CallsPlace
    @OptionGroup var choice: CallsChoice
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        let filter = try choice.filter()
        let (folder, outbox) = try place.open()
        let listing = try folder.list(filter, outbox: outbox)
        if json { for call in listing.calls { print(CallTable.json(call)) } } else { print(CallTable.text(listing.calls)) }
        CallsPlace.warn(listing.unreadable)
    }
}

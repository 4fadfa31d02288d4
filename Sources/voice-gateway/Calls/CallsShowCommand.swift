import ArgumentParser
import Foundation
import Installation

struct CallsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One call: what was said and when, the handoff step by step, each turn's latency.")

    @Argument(help: "The call's uuid.") var call: String
    @OptionGroup var place: CallsPlace
    @Flag(help: "The record itself.") var json = false

    func run() throws {
        let (folder, outbox) = try place.open()
        let found: CallRow?
        do { found = try folder.call(call, outbox: outbox) } catch { throw Failure("\(call): its record can't be read") }
        guard let found else { throw Failure("there is no record of a call \(call)") }
        let record = try folder.record(found)
        guard json else { return print(CallReport.text(record, found)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(record), as: UTF8.self))
    }
}

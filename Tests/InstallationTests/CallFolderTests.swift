import CallControl
import Foundation
import Testing

@testable import Installation

@Suite struct CallFolderTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try CallRecords.save(
            [
                try CallRecords.make("c-2", after: 60) { $0.secretary_uuid = "other" }, try CallRecords.make("c-1"),
                try CallRecords.handedOver("c-3", after: 120, outcome: "queued"),
                try CallRecords.handedOver("c-4", after: 180, outcome: "ticket_created", ticket: 12_345),
            ], in: folder)
        return folder
    }

    private func ids(_ folder: TemporaryFolder, _ filter: CallFilter = CallFilter()) throws -> [String] {
        try CallFolder(folder.path).list(filter).calls.map(\.callID)
    }

    @Test func callsComeInTheOrderOfTheirStarts() throws { #expect(try ids(folder()) == ["c-1", "c-2", "c-3", "c-4"]) }

    @Test func filtersTake() throws {
        let folder = try folder()
        #expect(try ids(folder, CallFilter(since: CallRecords.start + 60_000)) == ["c-2", "c-3", "c-4"])
        #expect(try ids(folder, CallFilter(status: "completed")) == ["c-1", "c-2"])
        #expect(try ids(folder, CallFilter(secretary: "other")) == ["c-2"])
        #expect(try ids(folder, CallFilter(since: CallRecords.start + 60_000, status: "completed", secretary: "clinic")).isEmpty)
    }

    @Test func aFileOlderThanWantedIsNotEvenRead() throws {
        let folder = try folder()
        let broken = try folder.write("c-0.json", "{")
        let listing = try CallFolder(folder.path).list(CallFilter())
        #expect(listing.unreadable.map(\.file) == ["c-0.json"] && listing.unreadable.map(\.problem) == ["it is no call record"])
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1_000)], ofItemAtPath: broken)
        #expect(try CallFolder(folder.path).list(CallFilter(since: CallRecords.start)).unreadable.isEmpty)
    }

    @Test func theOutboxKnowsTicketsThatCameLater() throws {
        let folder = try folder()
        let listing = try CallFolder(folder.path).list(CallFilter()) { call in
            #expect(call.rawValue == "c-3")
            return TicketReceipt(ticketID: 77, contactID: 5)
        }
        #expect(listing.calls.map(\.ticketID) == [nil, nil, 77, 12_345])
        #expect(listing.calls[2].contactID == 5)
        #expect(listing.calls[2].handoff == "keyword_detected → queued, ticket 77")
    }

    @Test(arguments: ["../c-1", "", ".", "..", "c-1\0", "nobody", "/etc/passwd"]) func anIdIsNoPath(_ id: String) throws {
        let folder = try folder()
        #expect(try CallFolder(folder.path).call(id) == nil)
    }

    @Test func oneCallIsFound() throws {
        let folder = try folder()
        #expect(try CallFolder(folder.path).call("c-4")?.ticketID == 12_345)
    }

    @Test(
        arguments: [
            ("45m", 1_768_487_400_000 - 2_700_000), ("12h", 1_768_487_400_000 - 43_200_000), ("7d", 1_768_487_400_000 - 604_800_000),
            ("2026-01-15T14:30:00Z", 1_768_487_400_000), ("2026-01-15T11:30:00-03:00", 1_768_487_400_000), ("2026-01-15", 1_768_446_000_000), ("", nil),
            ("yesterday", nil), ("-3d", nil), ("2026-13-15", nil), ("15/01/2026", nil), ("999999999999999999d", nil),
        ] as [(String, Int64?)]) func timesAreRead(_ text: String, _ expected: Int64?) throws
    {
        let zone = try #require(TimeZone(identifier: "America/Sao_Paulo"))
        #expect(CallFilter.time(text, now: 1_768_487_400_000, zone: zone) == expected)
    }
}

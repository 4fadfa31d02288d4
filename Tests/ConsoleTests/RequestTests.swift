import Testing

@testable import Console

@Suite struct RequestTests {
    private static let origins: [(String?, String?, Bool)] = [
        (nil, "localhost:8086", true), ("http://localhost:8086", "localhost:8086", true), ("https://Console.example", "console.example", true),
        ("http://evil.example", "localhost:8086", false), ("http://localhost:8087", "localhost:8086", false), ("null", "localhost:8086", false),
        ("http://localhost:8086", nil, false),
    ]

    @Test(arguments: origins) func onlyOurOwnPageMayAsk(_ origin: String?, _ host: String?, _ isOwn: Bool) {
        #expect(RequestOrigin.isOwn(origin, host: host) == isOwn)
    }

    private static let hosts: [(String?, Bool)] = [
        ("localhost:8086", true), ("127.0.0.1", true), ("[::1]:8086", true), ("LOCALHOST", true), ("rebound.example:8086", false), ("127.0.0.1.example", false),
        (nil, false), ("", false),
    ]

    @Test(arguments: hosts) func withoutATokenTheConsoleAnswersToThisMachinesNames(_ host: String?, _ isThisMachine: Bool) {
        #expect(RequestOrigin.isThisMachine(host) == isThisMachine)
    }

    private static let ranges: [(String?, ByteRange.Wish)] = [
        (nil, ByteRange.Wish.whole), ("bytes=0-99", .part(ByteRange(first: 0, end: 100))), ("bytes=0-", .part(ByteRange(first: 0, end: 400))),
        ("bytes=900-", .part(ByteRange(first: 900, end: 1_000))), ("bytes=-100", .part(ByteRange(first: 900, end: 1_000))),
        ("bytes=-5000", .part(ByteRange(first: 0, end: 400))), ("bytes=990-2000", .part(ByteRange(first: 990, end: 1_000))), ("bytes=1000-", .impossible),
        ("bytes=5-4", .impossible), ("bytes=-0", .impossible), ("bytes=0-1,5-6", .whole), ("bytes=a-b", .whole), ("bytes=-", .whole), ("items=0-1", .whole),
        ("bytes=99999999999999999999-", .whole),
    ]

    @Test(arguments: ranges) func aRangeIsReadAsTheStandardHasIt(_ header: String?, _ wish: ByteRange.Wish) {
        #expect(ByteRange.wish(header, of: 1_000, most: 400) == wish)
    }

    @Test func aQueryIsDecoded() {
        let query = QueryItems("find=%2B55%2011&limit=9999&before=1795676073564&status=&x&find=second")
        #expect(query["find"] == "+55 11" && query["status"] == nil && query["x"] == nil && query["missing"] == nil)
        #expect(CallArchive.Wish(query) == CallArchive.Wish(limit: 200, before: 1_795_676_073_564, find: "+55 11", status: nil))
        #expect(CallArchive.Wish(QueryItems(nil)) == CallArchive.Wish())
    }
}

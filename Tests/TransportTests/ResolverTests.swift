import Testing

@testable import Transport

@Suite struct ResolverTests {
    private func resolve(_ resolver: Resolver, _ host: String) throws -> Int {
        let found = Mailbox<Int>()
        resolver.resolve(host, port: 80) { found.post($0.count) }
        return try found.next()
    }

    @Test func namesAndAddressesAreFound() throws {
        let resolver = Resolver()
        #expect(try resolve(resolver, "127.0.0.1") == 1)
        #expect(try resolve(resolver, "::1") == 1)
        #expect(try resolve(resolver, "localhost") >= 1)
        #expect(try resolve(resolver, "localhost") >= 1)
        #expect(try resolve(resolver, "no-such-host.invalid") == 0)
        #expect(try resolve(resolver, "") == 0)
        resolver.stop()
    }

    @Test func manyAtOnceAreAllAnswered() throws {
        let resolver = Resolver()
        let found = Mailbox<Int>()
        for index in 0..<24 { resolver.resolve("host-\(index).invalid", port: 80) { found.post($0.count) } }
        #expect(try found.next(24) == [Int](repeating: 0, count: 24))
        resolver.stop()
    }

    @Test func oneLookUpServesAllWhoAsk() throws {
        let resolver = Resolver()
        let found = Mailbox<Int>()
        for _ in 0..<400 { resolver.resolve("one-name.invalid", port: 80) { found.post($0.count) } }
        #expect(try found.next(400) == [Int](repeating: 0, count: 400))
        resolver.stop()
    }

    @Test func nothingIsResolvedAfterTheEnd() throws {
        let resolver = Resolver()
        _ = try resolve(resolver, "localhost")
        resolver.stop()
        #expect(try resolve(resolver, "other.invalid") == 0)
    }

    @Test func whoWaitsWhenItStopsIsAnswered() throws {
        let resolver = Resolver()
        let found = Mailbox<Int>()
        for index in 0..<24 { resolver.resolve("waiting-\(index).invalid", port: 80) { found.post($0.count) } }
        resolver.stop()
        #expect(try found.next(24).count == 24)
    }
}

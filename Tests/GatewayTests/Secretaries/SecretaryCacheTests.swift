import CallControl
import Testing

@testable import Gateway
@testable import Settings

@Suite struct SecretaryCacheTests {
    private static let context: FusionPBXContext? = {
        let loaded = GatewaySettings.load(
            text: "fusionpbx: {cache_seconds: 30, stale_seconds: 300, max_cached: 8}", file: "", environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": "host=x"]
        ) { _ in "" }
        return loaded.settings.flatMap { FusionPBXContext($0) }
    }()

    private static func cache() throws -> SecretaryCache {
        let loaded = GatewaySettings.load(
            text: "fusionpbx: {cache_seconds: 30, stale_seconds: 300, max_cached: 8}", file: "", environment: ["VOICE_GATEWAY_FUSIONPBX_CONNINFO": "host=x"]
        ) { _ in "" }
        return SecretaryCache(try #require(loaded.settings?.fusionPBX))
    }

    private static func key(_ number: Int, domain: String? = nil) throws -> SecretaryKey {
        let digits = String(number + 100_000)
        return try #require(SecretaryKey(uuid: "aaaaaaaa-0000-4000-8000-000000\(digits)", domain: domain))
    }

    private static func found(_ name: String) -> SecretaryLookUp {
        .found(SecretaryRows(tenant: TenantSettings(domainUUID: "d", domainName: "example.com"), secretary: FusionPBXRow(["secretary_name": name])))
    }

    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    private static func name(_ answer: SecretaryAnswer?) -> String? { if case .found(let settings, _) = answer { settings.name } else { nil } }

    @Test func whatWasReadCountsForItsTimeAndThenForAnOutages() throws {
        var cache = try Self.cache()
        let context = try #require(Self.context)
        let key = try Self.key(1)
        _ = cache.store(Self.found("Ana"), for: key, at: Self.at(0), context)
        #expect(Self.name(cache.fresh(key, at: Self.at(29))) == "Ana")
        #expect(cache.fresh(key, at: Self.at(30)) == nil)
        #expect(Self.name(cache.stale(key, at: Self.at(329))) == "Ana")
        #expect(cache.stale(key, at: Self.at(330)) == nil)
    }

    @Test func whatIsGoneIsNotServedStale() throws {
        var cache = try Self.cache()
        let context = try #require(Self.context)
        let key = try Self.key(1)
        _ = cache.store(Self.found("Ana"), for: key, at: Self.at(0), context)
        _ = cache.store(.absent(.disabled), for: key, at: Self.at(31), context)
        #expect(cache.fresh(key, at: Self.at(32)) == .absent(.disabled))
        #expect(cache.stale(key, at: Self.at(32)) == nil)
        _ = cache.store(Self.found("Ana"), for: key, at: Self.at(62), context)
        #expect(Self.name(cache.fresh(key, at: Self.at(63))) == "Ana")
    }

    @Test func aDomainsAnswerIsNoOtherDomains() throws {
        var cache = try Self.cache()
        _ = cache.store(Self.found("Ana"), for: try Self.key(1, domain: "example.com"), at: Self.at(0), try #require(Self.context))
        #expect(cache.fresh(try Self.key(1, domain: "other.com"), at: Self.at(1)) == nil)
        #expect(cache.stale(try Self.key(1, domain: "other.com"), at: Self.at(1)) == nil)
        #expect(cache.fresh(try Self.key(1), at: Self.at(1)) == nil)
    }

    @Test func theOldestGoWhenItIsFull() throws {
        var cache = try Self.cache()
        let context = try #require(Self.context)
        for number in 0..<9 { _ = cache.store(Self.found("\(number)"), for: try Self.key(number), at: Self.at(Int64(number)), context) }
        #expect(cache.fresh(try Self.key(0), at: Self.at(10)) == nil)
        for number in 1..<9 { #expect(Self.name(cache.fresh(try Self.key(number), at: Self.at(10))) == "\(number)") }
    }

    @Test func namesThatNobodyHasDriveNobodyOut() throws {
        var cache = try Self.cache()
        let context = try #require(Self.context)
        _ = cache.store(Self.found("Ana"), for: try Self.key(1), at: Self.at(0), context)
        for number in 2..<5_000 { _ = cache.store(.absent(.unknown), for: try Self.key(number), at: Self.at(1), context) }
        #expect(Self.name(cache.fresh(try Self.key(1), at: Self.at(2))) == "Ana")
    }
}

@Suite struct AgedTableTests {
    @Test func itNeverHoldsMoreThanItsLimit() {
        var table = AgedTable<Int, Int>(limit: 100)
        for number in 0..<10_000 {
            table.store(number, for: number, at: Instant(nanoseconds: Int64(number)))
            #expect(table.entries.count <= 100)
            #expect(table[number]?.value == number)
        }
        #expect(table.entries.keys.allSatisfy { $0 >= 9_880 })
    }

    @Test func aSingleOneFits() {
        var table = AgedTable<Int, Int>(limit: 1)
        table.store(1, for: 1, at: Instant(nanoseconds: 0))
        table.store(2, for: 2, at: Instant(nanoseconds: 1))
        #expect(table.entries.keys.sorted() == [2])
    }
}

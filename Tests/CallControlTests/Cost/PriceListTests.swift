import CallControl
import Testing

@Suite struct PriceListTests {
    /// OpenAI's list for gpt-realtime (platform.openai.com/docs/pricing).
    private static let tokens = PriceList(
        currency: "USD", asOf: "2026-11-01",
        perMillion: [.inputText: 4, .inputAudio: 32, .cachedText: 0.4, .cachedAudio: 0.4, .outputText: 24, .outputAudio: 64])
    private static let minutes = PriceList(currency: "USD", asOf: "2026-11-01", perMinute: 0.08)

    private static func usage(_ change: (inout AgentUsage) -> Void = { _ in }) -> AgentUsage {
        var usage = AgentUsage()
        (usage.inputTextTokens, usage.inputAudioTokens, usage.outputTextTokens, usage.outputAudioTokens) = (1_000, 2_000, 500, 1_500)
        change(&usage)
        return usage
    }

    private static func isClose(_ cost: Double?, _ expected: Double) -> Bool { cost.map { abs($0 - expected) < 1e-12 } ?? false }

    @Test func tokensAreChargedByKind() {
        // 1,000·4 + 2,000·32 + 500·24 + 1,500·64 = 176,000 millionths.
        #expect(Self.isClose(Self.tokens.cost(of: Self.usage(), connected: .seconds(60)), 0.176))
    }

    @Test func cachedTokensAreChargedOnceAtTheirOwnPrice() {
        let usage = Self.usage { ($0.cachedTokens, $0.cachedTextTokens, $0.cachedAudioTokens) = (900, 400, 500) }
        // 600·4 + 400·0.4 + 1,500·32 + 500·0.4 + 12,000 + 96,000
        #expect(Self.isClose(Self.tokens.cost(of: usage, connected: .zero), 0.15876))
    }

    @Test func withoutAPriceOfItsOwnCachedInputCostsWhatInputCosts() {
        var list = Self.tokens
        list.perMillion[.cachedText] = nil
        list.perMillion[.cachedAudio] = nil
        let usage = Self.usage { $0.cachedTokens = 900 }
        #expect(Self.isClose(list.cost(of: usage, connected: .zero), 0.176))
    }

    @Test func timeIsChargedByTheMinute() {
        #expect(Self.isClose(Self.minutes.cost(of: nil, connected: .seconds(90)), 0.12))
        #expect(Self.minutes.cost(of: nil, connected: .zero) == 0)
    }

    @Test func whatIsUnknownHasNoCost() {
        #expect(Self.tokens.cost(of: nil, connected: .seconds(60)) == nil)
        #expect(Self.tokens.cost(of: Self.usage { $0.outputAudioTokens = nil }, connected: .zero) == nil)
        // Nobody has said what text costs.
        var audioAlone = Self.tokens
        (audioAlone.perMillion[.inputText], audioAlone.perMillion[.outputText]) = (nil, nil)
        #expect(audioAlone.cost(of: Self.usage(), connected: .zero) == nil)
        #expect(audioAlone.cost(of: Self.usage { ($0.inputTextTokens, $0.outputTextTokens) = (0, nil) }, connected: .zero) != nil)
        // Of which input are they?
        #expect(Self.tokens.cost(of: Self.usage { $0.cachedTokens = 900 }, connected: .zero) == nil)
        #expect(Self.tokens.cost(of: Self.usage { $0.cachedTokens = 0 }, connected: .zero) != nil)
    }
}

/// What a provider charges, as of a day.
public struct PriceList: Equatable, Sendable {
    /// Kinds of tokens that are priced apart. The raw values are the keys of records and settings, with `_tokens` behind.
    public enum Token: String, CaseIterable, Sendable {
        case inputText = "input_text"
        case inputAudio = "input_audio"
        /// Input that the provider had seen before and charges less for.
        case cachedText = "cached_text"
        case cachedAudio = "cached_audio"
        case outputText = "output_text"
        case outputAudio = "output_audio"
    }

    /// ISO 4217.
    public var currency: String
    /// The day the prices are of, as configured.
    public var asOf: String
    public var perMinute: Double?
    /// For a million of each.
    public var perMillion: [Token: Double]

    public init(currency: String, asOf: String, perMinute: Double? = nil, perMillion: [Token: Double] = [:]) {
        self.currency = currency
        self.asOf = asOf
        self.perMinute = perMinute
        self.perMillion = perMillion
    }

    /// Kinds of tokens that every call uses; the cached ones cost what the others do unless they have a price of their own.
    private static let used: [Token] = [.inputText, .inputAudio, .outputText, .outputAudio]

    /// Kinds that calls use and that have no price though others do: the cost of such calls is unknown.
    public var unpriced: [Token] { perMillion.isEmpty ? [] : Self.used.filter { perMillion[$0] == nil } }

    public var isComplete: Bool { unpriced.isEmpty }

    /// - Parameters:
    ///   - usage: the call's; `nil`: the provider reported none.
    ///   - connected: how long the provider's session lasted.
    /// - Returns: `nil` where the provider did not tell something that is charged for, or used tokens of a kind that has no price. An unknown is never
    ///   taken for nothing.
    public func cost(of usage: AgentUsage?, connected: Duration) -> Double? {
        let byTime = (perMinute ?? 0) * connected.inMilliseconds / 60_000
        guard !perMillion.isEmpty else { return byTime }
        guard let usage, let tokens = chargeable(usage) else { return nil }
        return byTime + tokens.reduce(0) { $0 + Double($1.value) * (perMillion[$1.key] ?? 0) } / 1_000_000
    }

    /// Providers count what is cached among the input too; it is charged once, at its own price.
    private func chargeable(_ usage: AgentUsage) -> [Token: Int]? {
        var tokens: [Token: Int] = [:]
        let known: [(Token, Int?)] = [
            (.inputText, usage.inputTextTokens), (.inputAudio, usage.inputAudioTokens), (.outputText, usage.outputTextTokens),
            (.outputAudio, usage.outputAudioTokens),
        ]
        for (kind, count) in known {
            guard perMillion[kind] != nil else {
                // Nobody has said what these cost; 0 would have to be said too.
                if count ?? 0 > 0 { return nil }
                continue
            }
            guard let count else { return nil }
            tokens[kind] = count
        }
        // Which input the cached tokens are of must be known where any of them has a price of its own.
        guard perMillion[.cachedText] != nil || perMillion[.cachedAudio] != nil, usage.cachedTokens ?? 0 > 0 else { return tokens }
        guard let text = usage.cachedTextTokens, let audio = usage.cachedAudioTokens else { return nil }
        for (input, cached, count) in [(Token.inputText, Token.cachedText, text), (.inputAudio, .cachedAudio, audio)] where perMillion[cached] != nil {
            tokens[cached] = count
            tokens[input] = tokens[input].map { max(0, $0 - count) }
        }
        return tokens
    }
}

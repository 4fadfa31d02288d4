import CallControl

extension PriceList {
    /// - Returns: `nil` where nothing is priced.
    static func read(_ section: Section) -> PriceList? {
        let asOf = section.text("as_of", "The day the prices are of, e.g. 2026-11-01; it goes into records and reports.")
        let currency = section.text("currency", default: "USD", "Of the prices, ISO 4217.")
        let perMinute = section.number("per_minute", in: 0...1_000, "Charged for each minute that the provider is connected.")
        var perMillion: [Token: Double] = [:]
        for kind in Token.allCases {
            perMillion[kind] = section.number("\(kind.rawValue)_per_million", in: 0...100_000, kind.help)
        }
        section.finish()
        if currency.wholeMatch(of: /[A-Z]{3}/) == nil { section.problem("currency", value: currency, expected: "three capital letters, like USD or BRL") }
        guard perMinute != nil || !perMillion.isEmpty else {
            if asOf != nil { section.problem("per_minute", value: nil, expected: "a price, as there is a day of prices", severity: .warning) }
            return nil
        }
        guard let asOf, asOf.wholeMatch(of: /20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])/) != nil else {
            section.problem(
                "as_of", value: asOf, expected: "the day the prices are of, like 2026-11-01", advice: "prices change, and a cost without a day means nothing")
            return nil
        }
        let list = PriceList(currency: currency, asOf: asOf, perMinute: perMinute, perMillion: perMillion)
        for kind in list.unpriced {
            section.problem(
                "\(kind.rawValue)_per_million", value: nil, expected: "a price, as other tokens have one",
                advice: "calls that use such tokens are of unknown cost; 0 if they cost nothing", severity: .warning)
        }
        return list
    }
}

extension PriceList.Token {
    fileprivate var help: String {
        switch self {
        case .inputText: "Charged for a million tokens of text read."
        case .inputAudio: "Charged for a million tokens of audio heard."
        case .cachedText: "Charged for a million of them that were cached; without it, as those that were not."
        case .cachedAudio: "The same of audio."
        case .outputText: "Charged for a million tokens of text written."
        case .outputAudio: "Charged for a million tokens of audio spoken."
        }
    }
}

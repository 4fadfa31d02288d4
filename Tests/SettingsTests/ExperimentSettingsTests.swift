import CallControl
import Testing

@testable import Settings

@Suite struct ExperimentSettingsTests {
    private static let providers =
        "providers: {a: {url: 'ws://127.0.0.1:9/x'}, b: {url: 'ws://127.0.0.1:9/x', voice: alloy}}\nsecretaries: {Ana: {}, Bia: {}}\n"

    private static func experiment(_ keys: String, environment: [String: String] = [:]) -> LoadedSettings {
        load(providers + "experiments: {voices: {\(keys)}}", environment: environment)
    }

    private static let arms = "arms: {now: {weight: 3}, new: {provider: b, voice: coral, turn_detection: {silence_duration_ms: 300}}}"

    @Test func armsKeepTheFilesOrderAndWhatTheyChange() throws {
        let settings = try #require(Self.experiment(Self.arms).settings)
        let experiment = try #require(settings.experiments.first)
        #expect(experiment.division.arms == [.init("now", weight: 3), .init("new", weight: 1)])
        let new = try #require(experiment.arm(named: "new"))
        #expect(new.provider == "b" && experiment.arm(named: "now")?.turnDetection == nil)
        var secretary = try #require(settings.secretaries["Ana"])
        secretary.voice = "sage"
        let provider = new.applied(to: try #require(settings.providers["b"]))
        #expect(provider.voice == "coral" && new.applied(to: secretary).voice == nil)
        #expect(provider.turnDetection == .server(threshold: nil, prefixPadding: nil, silence: .milliseconds(300), idleTimeout: nil))
        #expect(new.applied(to: secretary).personalityPrompt == secretary.personalityPrompt)
    }

    @Test func callsTakePartBySecretaryMomentAndHours() throws {
        let keys = Self.arms + ", secretaries: [ana], starts_at: '2026-12-01 08:00-03:00', ends_at: '2026-12-31', hours: {weekly: ['mon-fri 08:00-18:00']}"
        let loaded = Self.experiment(keys)
        #expect(loaded.errorTexts.count == 1 && loaded.errorTexts[0].contains("experiments.voices.ends_at"), "a moment needs its offset")
        let settings = try #require(Self.experiment(keys.replacing("'2026-12-31'", with: "'2026-12-31Z'")).settings)
        let experiment = settings.experiments[0]
        let (ana, bia) = (try #require(settings.secretaries["Ana"]), try #require(settings.secretaries["Bia"]))
        func at(_ text: String) -> Int64 { HoursMoment.read(text, in: .utc) ?? 0 }
        #expect(experiment.takes(ana, at: at("2026-12-01 11:00Z")) && !experiment.takes(bia, at: at("2026-12-01 11:00Z")))
        #expect(!experiment.takes(ana, at: at("2026-12-01 10:59Z")), "not yet")
        #expect(!experiment.takes(ana, at: at("2026-12-01 21:00Z")), "after hours")
        #expect(!experiment.takes(ana, at: at("2026-12-05 15:00Z")), "a Saturday")
        #expect(!experiment.takes(ana, at: at("2026-12-31 15:00Z")), "over")
    }

    @Test(arguments: [
        ("arms: {a: {}}", "experiments.voices.arms: got 1, expected two arms or more; the first is the control"),
        ("arms: {a: {weight: 0}, b: {weight: 0}}", "experiments.voices.arms: expected an arm with a weight above 0"),
        ("arms: {a: {}, b: {provider: c}}", "experiments.voices.arms.b.provider: got c, expected one of the providers: a, b"),
        ("arms: {a: {}, b: {}}, sticky: caller", "experiments.voices.sticky: got caller, expected a secret, so that no number can be found by trying"),
        ("arms: {a: {}, b: {}}, secretaries: [Anna]", "experiments.voices.secretaries: got anna, expected one of the secretaries: Ana, Bia; did you mean ana?"),
        ("arms: {a: {}, b: {}}, starts_at: '2026-12-02Z', ends_at: '2026-12-01Z'", "experiments.voices.ends_at: expected a moment after starts_at"),
    ]) func mistakesAreNamed(_ keys: String, _ text: String) {
        let texts = Self.experiment(keys).errorTexts
        #expect(texts.count == 1 && texts[0].contains(text), "\(texts)")
    }

    @Test func whatWillNeverTellAnythingIsWarnedOf() {
        let silent = Self.experiment("arms: {a: {weight: 0}, b: {}}")
        #expect(
            silent.settings != nil && silent.problems.contains { "\($0)".contains("experiments.voices.arms: got a, expected a control with a weight above 0") })
        let two = load(Self.providers + "experiments: {first: {arms: {a: {}, b: {}}}, second: {secretaries: [Ana], arms: {a: {}, b: {}}}}")
        #expect(two.settings != nil && two.problems.count == 1)
        #expect(two.problems.contains { "\($0)".contains("experiments.second.secretaries") && "\($0)".contains("first comes first in the file") })
        let apart = load(Self.providers + "experiments: {first: {secretaries: [Bia], arms: {a: {}, b: {}}}, second: {arms: {a: {}, b: {}}}}")
        #expect(apart.problems.isEmpty)
    }

    @Test func aCallersArmNeedsASecretAndChangesWithIt() throws {
        let keys = "arms: {a: {}, b: {}}, sticky: caller"
        func unit(_ secret: String) throws -> String? {
            let settings = try #require(Self.experiment(keys, environment: ["VOICE_GATEWAY_EXPERIMENT_SECRET": secret]).settings)
            return settings.experiments[0].division.assignment(of: CallID("c"), callerID: "+5511999998888")?.unit
        }
        let first = try unit("one")
        #expect(try first != nil && first != unit("two") && first == unit("one"))
    }

    // MARK: Prices

    @Test func pricesHaveADay() throws {
        func prices(_ keys: String) -> LoadedSettings { load("providers: {a: {url: 'ws://127.0.0.1:9/x', price: {\(keys)}}}") }
        let list = try #require(prices("as_of: 2026-11-01, currency: BRL, per_minute: 0.5, input_audio_per_million: 32").settings?.providers["a"]?.prices)
        #expect(list == PriceList(currency: "BRL", asOf: "2026-11-01", perMinute: 0.5, perMillion: [.inputAudio: 32]))
        #expect(try #require(prices("").settings).providers["a"]?.prices == nil)
        #expect(prices("per_minute: 1").errorTexts.first?.contains("providers.a.price.as_of: expected the day the prices are of") == true)
        #expect(prices("per_minute: 1, as_of: 2026-11-01, currency: reais").errorTexts.first?.contains("got reais, expected three capital letters") == true)
    }
}

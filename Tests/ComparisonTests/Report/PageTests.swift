import Glibc
import Testing

@testable import Comparison

@Suite struct PageTests {
    private func page(_ run: ComparisonRun) -> String { Page(summary: Summary(run, resamples: 50), figures: []).html }

    @Test func theTitleNamesTheArms() {
        #expect(page(Samples.run([("a", 0), ("b", 0)], calls: 2)).contains("<title>Comparison: a against b</title>"))
        #expect(page(ComparisonRun(facts: Samples.facts([]), calls: [])).contains("<title>Comparison</title>"))
    }

    @Test func oneArmAloneSaysSo() { #expect(page(Samples.run([("a", 0)], calls: 2)).contains("One arm alone: there is nothing to compare.")) }

    @Test func whatToLookAtFirstComesFirst() throws {
        var run = Samples.run([("a", 0), ("b", 50)], calls: 90)
        run.calls.removeAll { $0.arm == "b" && $0.started >= 40 }
        let html = page(run)
        let labels = html.matches(of: /<li class="[a-z_]+"><b>([^<]+)\.<\/b>/).map { String($0.output.1) }
        #expect(labels.first == "Look first" && labels.last == "How far it reaches")
        #expect(labels.contains("Shown"))
    }

    @Test func severalComparisonsAreKeptApart() {
        let html = page(Samples.run([("a", 0), ("b", 50), ("c", 0)], calls: 40))
        let headings = html.matches(of: /<h3>([^<]+)<\/h3>\n<ul class="conclusions">/).map { String($0.output.1) }
        #expect(headings == ["b against a", "c against a"])
        #expect(html.contains("<title>Comparison: a, b, c</title>"))
        #expect(!page(Samples.run([("a", 0), ("b", 50)], calls: 40)).contains("<h3>b against a</h3>\n<ul"))
    }

    @Test func noTwoOfThirtyArmsLookAlike() {
        #expect(Set((0..<30).map(Style.line(arm:))).count == 30)
        #expect(Style.line(arm: 0) == "line s0" && Style.line(arm: 6) == "line s0 d1")
    }

    @Test func theSplitIsJudged() {
        #expect(page(Samples.run([("a", 0), ("b", 0)], calls: 40)).contains("The split of the calls is as set (χ² = 0.00, p = 1.0000)."))
    }

    @Test func bothThemesHaveEveryColour() {
        let variables = { (text: Substring) in Set(text.matches(of: /--([a-z]+\d?):/).map { String($0.output.1) }) }
        let parts = Style.chart.split(separator: "prefers-color-scheme:dark")
        #expect(variables(parts[0]) == variables(parts[1].prefix { $0 != "\n" }))
        let used = Set((Style.chart + Style.page).matches(of: /var\(--([a-z]+\d?)\)/).map { String($0.output.1) })
        #expect(used.isSubset(of: variables(parts[0])))
    }

    /// WCAG 2.1: 4.5 to 1 for text, 3 to 1 for lines and areas.
    @Test func coloursStandOutFromTheirGround() throws {
        func luminance(_ hex: Substring) -> Double {
            let digits = hex.count == 3 ? hex.map { "\($0)\($0)" }.joined() : String(hex)
            let value = Int(digits, radix: 16) ?? 0
            let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel -> Double in
                let share = Double(channel) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }
        func contrast(_ one: Substring, _ another: Substring) -> Double {
            let (low, high) = (min(luminance(one), luminance(another)), max(luminance(one), luminance(another)))
            return (high + 0.05) / (low + 0.05)
        }
        for theme in Style.chart.split(separator: "prefers-color-scheme:dark") {
            let colours = Dictionary(theme.prefix(900).matches(of: /--([a-z]+\d?):#([0-9a-f]+)/).map { ($0.output.1, $0.output.2) }) { one, _ in one }
            let ground = try #require(colours["ground"])
            for (name, colour) in colours {
                if name.hasPrefix("a") { #expect(contrast(colour, ground) >= 3, "\(name)") }
                if ["text", "soft"].contains(name) { #expect(contrast(colour, ground) >= 4.5, "\(name)") }
                if name.hasPrefix("v") { #expect(try contrast(colour, #require(colours["p\(name.dropFirst())"])) >= 4.5, "\(name)") }
            }
        }
    }
}

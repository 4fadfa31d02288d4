import Testing

@testable import Settings

/// Whatever is read, the answer is settings or problems, never a crash, and never both nothing.
@Suite struct RandomInputTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private func check(_ yaml: String, _ environment: [String: String] = [:]) {
        let loaded = load(yaml, environment: environment, files: ["f": "x"])
        #expect((loaded.settings == nil) == !loaded.errors.isEmpty)
        if loaded.settings != nil {
            #expect(load(loaded.effective, environment: environment, files: ["f": "x"]).settings == loaded.settings, "\(yaml)\n→\n\(loaded.effective)")
        }
    }

    @Test(arguments: 1...60) func randomTextIsAnswered(_ seed: UInt64) {
        var random = Generator(state: seed)
        let pieces = [
            "a", ":", " ", "\n", "  ", "- ", "{", "}", "[", "]", "'", "\"", "#", "&x", "*x", "!!", "|", ">", "?", ",", "~", "\t", "é", "\u{0}", "\u{FEFF}",
            "\u{85}", "%YAML", "---", "...", "loops", "<<",
        ]
        for _ in 0..<20 { check((0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()) }
    }

    @Test(arguments: 1...40) func keysWithRandomValuesAreAnswered(_ seed: UInt64) {
        var random = Generator(state: seed)
        let values = [
            "1", "-1", "0.5", "true", "[]", "{}", "[a, b]", "{a: b}", "''", "~", "x", "'a: b'", "8000", "1e400", "99999999999999999999", "\"\\u0000\"", "opus",
            "ws://127.0.0.1/", "f", "pt-BR", "*x",
        ]
        for _ in 0..<10 {
            var lines: [String: [String]] = [:]
            for _ in 0..<6 {
                guard let entry = SettingsSchema.entries.randomElement(using: &random), let value = values.randomElement(using: &random) else { continue }
                let inner = entry.path.dropFirst().reversed().reduce(value) { "{\($1 == SettingsSchema.anyName ? "p" : $1): \($0)}" }
                lines[entry.path[0]] = [inner]
            }
            check(lines.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value[0])" }.joined(separator: "\n"))
            let environment = Dictionary(
                SettingsSchema.entries.shuffled(using: &random).prefix(5).map { (SettingsReader.variable($0.path), values.randomElement(using: &random) ?? "") }
            ) { first, _ in first }
            _ = load("", environment: environment, files: ["f": "x"])
        }
    }

    @Test(arguments: 1...20) func aMutatedConfigurationIsAnswered(_ seed: UInt64) {
        var random = Generator(state: seed)
        for _ in 0..<10 {
            var scalars = Array(MistakeTests.everything.unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: scalars.indices, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: scalars.remove(at: index)
                case 1: scalars.insert(scalars[Int.random(in: scalars.indices, using: &random)], at: index)
                default: scalars[index] = Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &random))
                }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            check(text)
        }
    }

    @Test func deepNestingIsAnswered() {
        check(String(repeating: "[", count: 20_000))
        check(String(repeating: "{a: ", count: 5_000))
        check((0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined())
    }
}

import Yams

/// Keys of each type: each call is the one declaration of its key, with default, range and meaning.
extension Section {
    private func record(
        _ key: String, _ type: String, _ fallback: SettingsEntry.Shown, _ help: String, _ value: SettingsEntry.Shown, _ given: Given?,
        _ standing: SettingsEntry.Standing
    ) {
        reader.record(
            SettingsEntry(
                path: path + [key], type: type, fallback: fallback, help: help, standing: standing, value: value, origin: given?.origin ?? .fallback))
    }

    /// A text that isn't empty.
    /// - Parameter variable: the variable that another program's documentation gives it.
    func text(
        _ key: String, default fallback: String? = nil, alsoIn variable: String? = nil, _ help: String, standing: SettingsEntry.Standing = .effective
    ) -> String? {
        var found = given(key)
        if found == nil, let variable, let text = reader.value(ofVariable: variable), !text.isEmpty {
            found = Given(text: text, origin: .environment(variable))
        }
        if let given = found, given.text.isEmpty {
            reject(given, key, expected: "a text that is not empty", advice: "leave the key out for its default")
            found = nil
        }
        let value = found?.text ?? fallback
        record(key, "text", fallback.map { .text($0) } ?? .unset, help, value.map { .text($0) } ?? .unset, found, standing)
        return value
    }

    func text(_ key: String, default fallback: String, _ help: String) -> String { text(key, default: Optional(fallback), help) ?? fallback }

    /// A text that may be empty, which then means none.
    func message(_ key: String, default fallback: String? = nil, _ help: String, standing: SettingsEntry.Standing = .effective) -> String? {
        let found = given(key, empty: .counts)
        let value = found?.text ?? fallback
        record(key, "text, may be empty", fallback.map { .text($0) } ?? .unset, help, value.map { .text($0) } ?? .unset, found, standing)
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    func integer(
        _ key: String, default fallback: Int?, in range: ClosedRange<Int>, _ help: String, standing: SettingsEntry.Standing = .effective
    ) -> Int? {
        let found = given(key)
        var value = fallback
        if let found {
            if let number = Int(found.text), range.contains(number) {
                value = number
            } else {
                reject(found, key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
        record(
            key, "whole number, \(range.lowerBound)…\(range.upperBound)", fallback.map { .plain("\($0)") } ?? .unset, help,
            value.map { .plain("\($0)") } ?? .unset, found, standing)
        return value
    }

    func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>, _ help: String) -> Int {
        integer(key, default: Optional(fallback), in: range, help) ?? fallback
    }

    func number(_ key: String, default fallback: Double? = nil, in range: ClosedRange<Double>, _ help: String, standing: SettingsEntry.Standing = .effective)
        -> Double?
    {
        let found = given(key)
        var value = fallback
        if let found {
            if let number = Double(found.text), range.contains(number) {
                value = number
            } else {
                reject(found, key, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
        record(
            key, "number, \(range.lowerBound)…\(range.upperBound)", fallback.map { .plain("\($0)") } ?? .unset, help,
            value.map { .plain("\($0)") } ?? .unset, found, standing)
        return value
    }

    func flag(_ key: String, default fallback: Bool, _ help: String, standing: SettingsEntry.Standing = .effective) -> Bool {
        let found = given(key)
        var value = fallback
        if let found {
            switch found.text.lowercased() {
            case "true", "yes", "on", "1": value = true
            case "false", "no", "off", "0": value = false
            default: reject(found, key, expected: "true or false")
            }
        }
        record(key, "true, false", .plain("\(fallback)"), help, .plain("\(value)"), found, standing)
        return value
    }

    func choice(
        _ key: String, of all: [String], default fallback: String?, _ help: String, standing: SettingsEntry.Standing = .effective
    ) -> String? {
        let found = given(key)
        var value = fallback
        if let found {
            if all.contains(found.text) {
                value = found.text
            } else {
                let near = Suggestion.nearest(to: found.text.lowercased(), among: all)
                reject(found, key, expected: "one of \(all.joined(separator: ", "))", advice: near.map { "did you mean \($0)?" })
            }
        }
        record(key, all.joined(separator: ", "), fallback.map { .plain($0) } ?? .unset, help, value.map { .plain($0) } ?? .unset, found, standing)
        return value
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, default fallback: Choice, _ help: String) -> Choice where Choice.RawValue == String {
        choice(key, of: Choice.allCases.map(\.rawValue), default: fallback.rawValue, help).flatMap(Choice.init) ?? fallback
    }

    func milliseconds(_ key: String, default fallback: Int?, in range: ClosedRange<Int>, _ help: String) -> Duration? {
        integer(key, default: fallback, in: range, help).map { .milliseconds($0) }
    }

    func milliseconds(_ key: String, default fallback: Int, in range: ClosedRange<Int>, _ help: String) -> Duration {
        .milliseconds(integer(key, default: fallback, in: range, help))
    }

    func seconds(_ key: String, default fallback: Int, in range: ClosedRange<Int>, _ help: String, standing: SettingsEntry.Standing = .effective) -> Duration {
        .seconds(integer(key, default: fallback, in: range, help, standing: standing) ?? fallback)
    }

    /// A list, or one text with commas or lines.
    func list(_ key: String, default fallback: [String], _ help: String, standing: SettingsEntry.Standing = .effective) -> [String] {
        var value = fallback
        var found: Given?
        if let node = child(key), let sequence = node.sequence, override(key) == nil {
            found = Given(text: "", origin: origin(of: node))
            value = []
            for (index, item) in sequence.enumerated() {
                if let text = item.scalar?.string, !text.isEmpty {
                    value.append(text)
                } else {
                    problem(at: origin(of: item), path + [key, "\(index)"], value: Self.text(item), expected: "a text")
                }
            }
        } else if let given = given(key) {
            found = given
            value = given.text.split { $0 == "," || $0.isNewline }.map(Self.trimmed).filter { !$0.isEmpty }
        }
        record(key, "list", .list(fallback), help, .list(value), found, standing)
        return value
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        String(String(text.drop(while: \.isWhitespace)).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension Section {
    /// A BCP 47 language tag, as far as its shape goes.
    func language(_ key: String, default fallback: String?, _ help: String) -> String? {
        let value = text(key, default: fallback, help)
        if let value, value.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*/) == nil {
            problem(key, value: value, expected: "a language tag like pt-BR", advice: value.contains("_") ? "with - in place of _" : nil)
        }
        return value
    }
}

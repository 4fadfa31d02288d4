import Yams

/// A mapping of the configuration that is being read. Every key asked for is known; what is left at the end is a mistake.
struct Section {
    let reader: SettingsReader
    let path: [String]
    let node: Node?
    private let known = Known()

    private final class Known { var keys: [String] = [] }

    init(_ reader: SettingsReader, path: [String], node: Node?) {
        self.reader = reader
        self.path = path
        self.node = node
        if let node, node.mapping == nil, node.scalar.map({ !$0.string.isEmpty }) ?? true {
            problem(node, path, value: Self.text(node), expected: "a mapping of keys")
        }
    }

    // MARK: Where values come from

    /// A value as given, and how to name its place.
    struct Given {
        var text: String
        var location: String
        var isFromEnvironment: Bool
    }

    func child(_ key: String) -> Node? {
        known.keys.append(key)
        return node?.mapping?[Node(key)]
    }

    private func given(_ key: String) -> Given? {
        let node = child(key)
        if let text = reader.override(path + [key]) {
            return Given(text: text, location: "environment \(SettingsReader.variable(path + [key]))", isFromEnvironment: true)
        }
        guard let node, !isNull(node) else { return nil }
        guard let scalar = node.scalar else {
            problem(node, path + [key], value: Self.text(node), expected: "a single value")
            return nil
        }
        return Given(text: scalar.string, location: location(node), isFromEnvironment: false)
    }

    private func isNull(_ node: Node) -> Bool { node.scalar.map { ["", "~", "null"].contains($0.string) && $0.style != .doubleQuoted && $0.style != .singleQuoted } ?? false }

    func location(_ node: Node?) -> String {
        guard let mark = node?.mark else { return reader.file }
        return "\(reader.file):\(mark.line):\(mark.column)"
    }

    private static func text(_ node: Node) -> String { node.scalar?.string ?? (node.mapping != nil ? "a mapping" : "a list") }

    // MARK: Mistakes

    func problem(_ node: Node?, _ path: [String], value: String?, expected: String, severity: SettingsProblem.Severity = .error) {
        reader.problems.append(
            SettingsProblem(severity: severity, location: location(node), key: path.joined(separator: "."), value: value, expected: expected))
    }

    func problem(_ key: String, value: String?, expected: String, severity: SettingsProblem.Severity = .error) {
        problem(node?.mapping?[Node(key)] ?? node, path + [key], value: value, expected: expected, severity: severity)
    }

    private func reject(_ given: Given, _ key: String, expected: String) {
        reader.problems.append(
            SettingsProblem(severity: .error, location: given.location, key: (path + [key]).joined(separator: "."), value: given.text, expected: expected))
    }

    /// Reports the keys that nobody asked for.
    func finish() {
        guard let mapping = node?.mapping else { return }
        for (key, _) in mapping {
            let name = key.scalar?.string ?? "?"
            guard !known.keys.contains(name) else { continue }
            let near = known.keys.min { Self.distance($0, name) < Self.distance($1, name) }
            let hint = near.flatMap { Self.distance($0, name) <= 3 ? "; did you mean \($0)?" : nil } ?? "; known here: \(known.keys.sorted().joined(separator: ", "))"
            problem(key, path + [name], value: nil, expected: "a known key\(hint)")
        }
    }

    private static func distance(_ first: String, _ second: String) -> Int {
        let (left, right) = (Array(first), Array(second))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }

    // MARK: Typed keys

    private func record(_ key: String, _ type: String, _ fallback: String, _ help: String, _ value: String, _ given: Given?) {
        let origin = given.map { $0.isFromEnvironment ? "environment" : $0.location } ?? "default"
        reader.entries.append(SettingsReader.Entry(path: path + [key], type: type, fallback: fallback, help: help, value: value, origin: origin))
    }

    func text(_ key: String, default fallback: String? = nil, _ help: String) -> String? {
        let found = given(key)
        let value = found?.text ?? fallback
        record(key, "text", fallback ?? "", help, value ?? "", found)
        return value
    }

    func integer(_ key: String, default fallback: Int?, in range: ClosedRange<Int>, _ help: String) -> Int? {
        let found = given(key)
        var value = fallback
        if let found {
            if let number = Int(found.text), range.contains(number) {
                value = number
            } else {
                reject(found, key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
        record(key, "\(range.lowerBound)…\(range.upperBound)", fallback.map(String.init) ?? "", help, value.map(String.init) ?? "", found)
        return value
    }

    func number(_ key: String, in range: ClosedRange<Double>, _ help: String) -> Double? {
        let found = given(key)
        var value: Double?
        if let found {
            if let number = Double(found.text), range.contains(number) { value = number } else { reject(found, key, expected: "a number from \(range.lowerBound) to \(range.upperBound)") }
        }
        record(key, "\(range.lowerBound)…\(range.upperBound)", "", help, value.map { "\($0)" } ?? "", found)
        return value
    }

    func flag(_ key: String, default fallback: Bool, _ help: String) -> Bool {
        let found = given(key)
        var value = fallback
        if let found {
            switch found.text.lowercased() {
            case "true", "yes", "on", "1": value = true
            case "false", "no", "off", "0": value = false
            default: reject(found, key, expected: "true or false")
            }
        }
        record(key, "true, false", "\(fallback)", help, "\(value)", found)
        return value
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, default fallback: Choice, _ help: String) -> Choice where Choice.RawValue == String {
        let found = given(key)
        let all = Choice.allCases.map(\.rawValue)
        var value = fallback
        if let found {
            if let known = Choice(rawValue: found.text) { value = known } else { reject(found, key, expected: "one of \(all.joined(separator: ", "))") }
        }
        record(key, all.joined(separator: ", "), fallback.rawValue, help, value.rawValue, found)
        return value
    }

    func choice(_ key: String, of all: [String], default fallback: String?, _ help: String) -> String? {
        let found = given(key)
        var value = fallback
        if let found {
            if all.contains(found.text) { value = found.text } else { reject(found, key, expected: "one of \(all.joined(separator: ", "))") }
        }
        record(key, all.joined(separator: ", "), fallback ?? "", help, value ?? "", found)
        return value
    }

    func milliseconds(_ key: String, default fallback: Int?, in range: ClosedRange<Int>, _ help: String) -> Duration? {
        integer(key, default: fallback, in: range, help).map { .milliseconds($0) }
    }

    func seconds(_ key: String, default fallback: Int, in range: ClosedRange<Int>, _ help: String) -> Duration {
        .seconds(integer(key, default: fallback, in: range, help) ?? fallback)
    }

    /// A list, or one text with commas.
    func list(_ key: String, default fallback: [String], _ help: String) -> [String] {
        var value = fallback
        var origin: Given?
        if let sequence = child(key)?.sequence, reader.override(path + [key]) == nil {
            value = sequence.compactMap { $0.scalar?.string }
            origin = Given(text: "", location: location(node?.mapping?[Node(key)]), isFromEnvironment: false)
        } else if let found = given(key) {
            value = found.text.split(separator: ",").map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty }
            origin = found
        }
        record(key, "list", fallback.joined(separator: ","), help, value.joined(separator: ","), origin)
        return value
    }

    // MARK: Secrets

    /// A secret from the environment or from the file that `<key>_file` names; never from the YAML itself.
    func secret(_ key: String, alsoIn vendorVariable: String? = nil, _ help: String) -> String? {
        if let node = child(key) {
            problem(
                node, path + [key], value: "***",
                expected: "no secret in this file: put it into \(SettingsReader.variable(path + [key])) or into a file named by \(key)_file")
        }
        var value = reader.override(path + [key])
        var origin = Given(text: "", location: "", isFromEnvironment: true)
        if let found = given(key + "_file") {
            do {
                let text = try reader.readFile(found.text)
                let trimmed = String(text.reversed().drop { $0.isWhitespace }.reversed())
                if trimmed.isEmpty { reject(found, key + "_file", expected: "a file that holds the secret; this one is empty") }
                if value == nil { value = trimmed }
                origin.isFromEnvironment = false
                origin.location = found.location
            } catch {
                reject(found, key + "_file", expected: "a file that can be read: \(error)")
            }
        }
        if value == nil, let vendorVariable { value = reader.environment[vendorVariable] }
        if value?.isEmpty == true { value = nil }
        record(key + "_file", "path; or the secret in \(SettingsReader.variable(path + [key]))\(vendorVariable.map { " or \($0)" } ?? "")", "", help, value == nil ? "" : "***", value == nil ? nil : origin)
        return value
    }

    // MARK: Parts

    func section(_ key: String) -> Section { Section(reader, path: path + [key], node: child(key)) }

    /// The named parts of a map, in the file's order, then those that the environment alone defines.
    func map(_ key: String) -> [(name: String, section: Section)] {
        let node = child(key)
        if let node, node.mapping == nil, !isNull(node) { problem(node, path + [key], value: Self.text(node), expected: "a mapping from names to settings") }
        var parts: [(String, Section)] = []
        for (name, value) in node?.mapping ?? [:] {
            let name = name.scalar?.string ?? "?"
            parts.append((name, Section(reader, path: path + [key, name], node: value)))
        }
        let present = Set(parts.map { SettingsReader.variable([$0.0]) })
        for name in reader.namesInEnvironment(path + [key]) {
            let variable = SettingsReader.variable([name])
            guard !present.contains(where: { $0 == variable || $0.hasPrefix(variable + "_") }) else { continue }
            parts.append((name, Section(reader, path: path + [key, name], node: nil)))
        }
        return parts
    }
}

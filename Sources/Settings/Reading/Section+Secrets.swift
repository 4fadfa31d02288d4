/// What must not stand in the configuration itself, and files in general.
extension Section {
    /// What a secret may hold.
    enum SecretContent {
        /// What goes into a header: no blanks, ASCII only.
        case word
        /// One line.
        case text
    }

    /// A secret from the environment or from the file that `<key>_file` names; never from the YAML itself.
    /// - Parameter vendorVariable: the variable that the vendor's own tools read.
    func secret(_ key: String, alsoIn vendorVariable: String? = nil, content: SecretContent = .word, _ help: String) -> String? {
        let own = SettingsReader.variable(path + [key])
        let fileKey = key + "_file"
        if let literal = child(key) {
            problem(
                at: origin(of: literal), path + [key], value: "***", expected: "no secret in this file",
                advice: "put it into the variable \(own), or into a file that \(fileKey) names")
        }
        let named = given(fileKey)
        let fromFile = named.flatMap { secret(inFile: $0, fileKey, own) }
        var value = override(key).map { Given(text: Self.trimmed($0.text), origin: $0.origin) }.flatMap { $0.text.isEmpty ? nil : $0 }
        if value == nil, let named, let fromFile { value = Given(text: fromFile, origin: named.origin) }
        if value == nil, let vendorVariable, let text = reader.value(ofVariable: vendorVariable), !text.isEmpty {
            value = Given(text: text, origin: .environment(vendorVariable))
        }
        if let found = value, !Self.isSound(found.text, content) {
            problem(
                at: found.origin, path + [key], value: "***", expected: content == .word ? "one word of printable ASCII" : "one line of text",
                advice: content == .word ? "it goes into a header; this one holds blanks, line breaks or other characters" : nil)
            value = nil
        }
        reader.record(
            SettingsEntry(
                path: path + [fileKey], type: "path; or the secret itself in \(own)", fallback: .unset, help: help,
                standing: .effective, value: .secret(isHeld: value != nil, file: named.flatMap { Self.isPath($0.text) || fromFile != nil ? $0.text : nil }),
                origin: value?.origin ?? named?.origin ?? .fallback,
                otherVariables: [own]))
        return value?.text
    }

    private static func isSound(_ secret: String, _ content: SecretContent) -> Bool {
        switch content {
        case .word: secret.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
        case .text: secret.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        }
    }

    private func secret(inFile named: Given, _ key: String, _ variable: String) -> String? {
        guard let text = contents(of: named, key, mayBeSecret: true) else { return nil }
        warnIfReadableByAll(named, key)
        let trimmed = Self.trimmed(text)
        if trimmed.isEmpty {
            reject(named, key, expected: "a file that holds the secret; this one is empty")
            return nil
        }
        return trimmed
    }

    /// The content of a file that a key names, or `nil` after a report.
    func contents(of named: Given, _ key: String, mayBeSecret: Bool = false) -> String? {
        do {
            return try reader.files.read(named.text)
        } catch {
            // Somebody may have put the secret where its file's name belongs: don't repeat that.
            if mayBeSecret, !Self.isPath(named.text) {
                problem(
                    at: named.origin, path + [key], value: "***", expected: "the path of a file",
                    advice: "this key holds the file's name, never the secret itself")
            } else {
                reject(named, key, expected: "a file that can be read: \(error)")
            }
            return nil
        }
    }

    private static func isPath(_ text: String) -> Bool { text.contains("/") || text.contains(".") }

    func warnIfReadableByAll(_ named: Given, _ key: String) {
        guard let mode = reader.files.permissions(named.text), mode & 0o004 != 0 else { return }
        problem(
            at: named.origin, path + [key], value: named.text, expected: "a file that not everybody on this machine can read",
            advice: "chmod 600 \(named.text)", severity: .warning)
    }

    /// The path of a PEM file, looked into at once: a wrong one would otherwise only show when the first call comes.
    func pem(_ key: String, _ help: String, isPrivate: Bool = false) -> String? {
        let value = text(key, help)
        guard let value else { return nil }
        let named = Given(text: value, origin: override(key)?.origin ?? origin(of: peek(key)))
        guard let content = contents(of: named, key) else { return value }
        if !content.contains("-----BEGIN ") { reject(named, key, expected: "a PEM file, with a line -----BEGIN …-----") }
        if isPrivate { warnIfReadableByAll(named, key) }
        return value
    }
}

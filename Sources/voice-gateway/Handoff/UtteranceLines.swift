import Foundation

/// A file's utterances, one a line: `text`, or `language<TAB>text`. Empty lines and those that begin with # are left out.
struct UtteranceLines {
    struct Utterance {
        var number: Int
        var language: String?
        var text: String
    }

    private(set) var utterances: [Utterance] = []

    /// - Parameter path: `-`: standard input.
    init(path: String) throws {
        let data = path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try InputFile.read(path)
        guard let content = String(data: data, encoding: .utf8) else { throw Failure("\(path): is not UTF-8 text") }
        for (index, line) in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.allSatisfy(\.isWhitespace), !line.hasPrefix("#") else { continue }
            utterances.append(try Self.utterance(line, number: index + 1))
        }
    }

    private static func utterance(_ line: Substring, number: Int) throws -> Utterance {
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return Utterance(number: number, language: nil, text: String(line)) }
        guard !parts[1].allSatisfy(\.isWhitespace) else { throw LineError(number: number, expected: "a text after the tab", got: "nothing") }
        return Utterance(number: number, language: String(parts[0]), text: String(parts[1]))
    }
}

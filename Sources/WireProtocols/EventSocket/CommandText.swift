/// Values on their way into a command. What could end it, split it, or mean something to FreeSWITCH's own syntax does not pass: a caller
/// chooses his caller id, and a database holds whatever was once typed in.
enum CommandText {
    /// What may stand bare, beside letters and digits.
    enum Alphabet {
        /// uuids as stream paths allow them.
        case channel
        case number
        case domain
        /// Contexts, variables, causes, events, local streams.
        case name
        case subclass
        case path

        fileprivate var marks: String {
            switch self {
            case .channel, .domain, .name: "._-"
            case .number: "._-+*#"
            case .subclass: "._-:"
            case .path: "._-/"
            }
        }
        fileprivate var longest: Int {
            switch self {
            case .channel, .number, .name: 64
            case .subclass: 128
            case .domain: 253
            case .path: 1_024
            }
        }
    }

    /// A value that stands bare.
    static func bare(_ text: String, _ alphabet: Alphabet, _ place: String) throws(CommandRefusal) -> String {
        let marks = alphabet.marks.utf8
        try check(text, place, longest: alphabet.longest) { isAlphanumeric($0) || marks.contains($0) }
        // It would be taken for an option.
        guard text.utf8.first != UInt8(ascii: "-") else { throw CommandRefusal(place: place, problem: "begins with a hyphen") }
        return text
    }

    /// A path without steps upward.
    static func path(_ text: String, _ place: String) throws(CommandRefusal) -> String {
        _ = try bare(text, .path, place)
        guard text.hasPrefix("/") else { throw CommandRefusal(place: place, problem: "is not an absolute path") }
        guard !text.split(separator: "/").contains("..") else { throw CommandRefusal(place: place, problem: "climbs with ..") }
        return text
    }

    /// Words with spaces, for the end of a command.
    static func words(_ text: String, _ place: String) throws(CommandRefusal) -> String {
        try check(text, place, longest: 128) { $0 >= 0x20 && $0 != 0x7F && !syntax.contains($0) }
        guard !text.unicodeScalars.contains(where: UTF8Text.isControl) else { throw CommandRefusal(place: place, problem: "holds a control character") }
        guard text.utf8.first != UInt8(ascii: " "), text.utf8.last != UInt8(ascii: " ") else {
            throw CommandRefusal(place: place, problem: "begins or ends with a space")
        }
        return text
    }

    /// Words in single quotes, which keep spaces together. There is no escape that FreeSWITCH reads the same way everywhere, so that quotes
    /// within are refused.
    static func quoted(_ text: String, _ place: String) throws(CommandRefusal) -> String { "'\(try words(text, place))'" }

    /// Quotes, escapes, lists, groups, variables, enterprise calls (`:_:`), applications (`&`).
    static let syntax = Set("'\"`\\,{}[]<>()$|;^&:=%!".utf8)

    private static func check(_ text: String, _ place: String, longest: Int, _ isFine: (UInt8) -> Bool) throws(CommandRefusal) {
        guard !text.isEmpty else { throw CommandRefusal(place: place, problem: "is empty") }
        guard text.utf8.count <= longest else { throw CommandRefusal(place: place, problem: "is longer than \(longest) bytes") }
        guard let bad = text.utf8.first(where: { !isFine($0) }) else { return }
        throw CommandRefusal(place: place, problem: problem(with: bad))
    }

    private static func problem(with byte: UInt8) -> String {
        switch byte {
        case 0x0A, 0x0D: "holds a line break"
        case 0x00..<0x20, 0x7F: "holds a control character"
        case 0x20: "holds a space"
        case 0x80...: "holds a character beyond ASCII"
        default: "holds \(Character(Unicode.Scalar(byte)))"
        }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

/// Keeps out of the log what it need not know.
public enum Masking {
    /// Masks every phone number in a text: `+5511999998888` → `+55119****8888`. Up to 6 digits (internal extensions) stay.
    public static func number(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let character = rest.first {
            guard character.isWholeNumber else {
                output.append(character)
                rest = rest.dropFirst()
                continue
            }
            let run = digitRun(rest)
            output += masked(run.digits) ?? String(run.text)
            rest = rest[run.text.endIndex...]
        }
        return output
    }

    /// How much was said, in place of what.
    public static func text(_ text: String) -> String { "(\(text.count) characters)" }

    /// Digits with at most one separator between any two: `(11) 99999-8888` is one number.
    private static func digitRun(_ text: Substring) -> (text: Substring, digits: [Character]) {
        var digits: [Character] = []
        var end = text.startIndex
        var index = text.startIndex
        var separators = 0
        while index < text.endIndex {
            let character = text[index]
            index = text.index(after: index)
            if character.isWholeNumber {
                digits.append(character)
                end = index
                separators = 0
            } else if " -.()/_".contains(character), separators < 2 {
                separators += 1
            } else {
                break
            }
        }
        return (text[..<end], digits)
    }

    private static func masked(_ digits: [Character]) -> String? {
        guard digits.count > 6 else { return nil }
        return String(digits.prefix(max(0, digits.count - 8))) + "****" + String(digits.suffix(digits.count > 7 ? 4 : 2))
    }
}

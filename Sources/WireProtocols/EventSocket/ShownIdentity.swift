/// What an attendant's display shows of the caller. It only informs, so that what can't stand in a command is left out, where a refusal
/// would cost the transfer.
public enum ShownIdentity {
    /// Digits, letters, `+`, `*`, `#`, at most 32; `nil` if nothing is left.
    public static func number(_ text: String?) -> String? {
        let kept = (text ?? "").unicodeScalars.filter { $0.isASCII && (CommandText.isAlphanumeric(UInt8($0.value)) || "+*#".unicodeScalars.contains($0)) }
        let number = String(String.UnicodeScalarView(kept.prefix(32)))
        return number.isEmpty ? nil : number
    }

    /// At most 64 bytes; `nil` if nothing is left.
    public static func name(_ text: String?) -> String? {
        let kept = (text ?? "").unicodeScalars.filter { !UTF8Text.isControl($0) && !($0.isASCII && CommandText.syntax.contains(UInt8($0.value))) }
        let name = tidied(UTF8Text.prefix(tidied(String(String.UnicodeScalarView(kept))), bytes: 64))
        return name.isEmpty ? nil : name
    }

    private static func tidied(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }
}

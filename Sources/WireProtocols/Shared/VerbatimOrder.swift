/// Asks a model to speak a line as it stands, where its protocol has no other way.
enum VerbatimOrder {
    static func text(_ line: String) -> String {
        "Say the following line to the caller word for word, in the language it is written in, and add nothing before or after it:\n\(line)"
    }
}

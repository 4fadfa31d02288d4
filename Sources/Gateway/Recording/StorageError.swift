import WireProtocols

/// What an S3-compatible storage says when it refuses, in one line.
enum StorageError {
    /// - Parameter body: an XML document with `<Code>` and `<Message>`, or anything else.
    static func text(status: Int, body: [UInt8]) -> String {
        let text = String(decoding: body, as: UTF8.self)
        let parts = ["Code", "Message"].compactMap { element(of: text, $0) }
        return UTF8Text.printable((["HTTP \(status)"] + parts).joined(separator: ": "), bytes: 300)
    }

    private static func element(of text: String, _ name: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>"), let end = text[start.upperBound...].firstRange(of: "</\(name)>") else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }
}

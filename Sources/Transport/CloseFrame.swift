/// What a close frame may hold (RFC 6455 section 7.4).
enum CloseFrame {
    /// Is it one that may be sent: not reserved for use within a program, and not beyond the registered ranges?
    static func isValid(code: Int) -> Bool {
        switch code {
        case 1_000...1_003, 1_007...1_014, 3_000...4_999: true
        default: false
        }
    }

    /// - Returns: its code (1005 for none) and reason; `nil` for a payload that breaks the rules.
    static func read(_ payload: Span<UInt8>) -> (code: Int, reason: String)? {
        guard payload.count > 0 else { return (1_005, "") }
        guard payload.count >= 2 else { return nil }
        let code = Int(payload[0]) << 8 | Int(payload[1])
        let text = payload.extracting(2..<payload.count)
        guard isValid(code: code), UTF8Check.isValid(text) else { return nil }
        return (code, text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
    }
}

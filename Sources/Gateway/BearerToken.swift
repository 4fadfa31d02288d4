/// Compares an `Authorization` header with the token a listener demands, in time that does not depend on where they differ.
enum BearerToken {
    static func matches(_ header: String?, _ token: String) -> Bool {
        let given = Array((header ?? "").utf8)
        let prefix = Array("bearer ".utf8)
        guard given.count > prefix.count, zip(given, prefix).allSatisfy({ $0 | 0x20 == $1 || $0 == $1 }) else { return false }
        var presented = given.dropFirst(prefix.count)
        while presented.first == UInt8(ascii: " ") { presented = presented.dropFirst() }
        let expected = Array(token.utf8)
        var difference = presented.count ^ expected.count
        for (index, byte) in presented.enumerated() {
            difference |= Int(byte ^ expected[expected.isEmpty ? 0 : index % expected.count])
        }
        return difference == 0 && !expected.isEmpty
    }
}

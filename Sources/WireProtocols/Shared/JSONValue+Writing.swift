extension JSONValue {
    /// Appends the document without white space. Numbers that JSON lacks (infinity, not-a-number) become `null`.
    public func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: JSONText.append(literal: "null", to: &bytes)
        case .bool(true): JSONText.append(literal: "true", to: &bytes)
        case .bool(false): JSONText.append(literal: "false", to: &bytes)
        case .integer(let number): JSONText.append(number, to: &bytes)
        case .double(let number):
            if number.isFinite { bytes.append(contentsOf: "\(number)".utf8) } else { JSONText.append(literal: "null", to: &bytes) }
        case .string(let text): JSONText.append(text, to: &bytes)
        case .array(let elements):
            Self.write(elements, between: ("[", "]"), to: &bytes) { $0.write(to: &$1) }
        case .object(let members):
            Self.write(members, between: ("{", "}"), to: &bytes) { member, bytes in
                JSONText.append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
        }
    }

    /// The document as bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// The document as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func write<Element>(
        _ elements: [Element], between marks: (Unicode.Scalar, Unicode.Scalar), to bytes: inout [UInt8], _ body: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: marks.0))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            body(element, &bytes)
        }
        bytes.append(UInt8(ascii: marks.1))
    }
}

/// What the dialplan tells about a call in a text frame; every part is optional, and it may come at any time or never.
public struct StreamMetadata: Equatable, Sendable {
    public var callerID: String?
    public var callerName: String?
    public var language: String?
    /// Channel variables and whatever else was in the object, as text.
    public var variables: [String: String] = [:]

    public init() {}

    static let mostVariables = 64
    static let longestName = 64
    static let longestValue = 512

    init(_ members: [JSONValue.Member]) {
        for member in members {
            switch (member.name, member.value) {
            case ("type", _): break
            case ("caller_id", let value): callerID = Self.text(value)
            case ("caller_name", let value): callerName = Self.text(value)
            case ("language", let value): language = Self.text(value)
            case ("variables", .object(let variables)): for variable in variables { add(variable) }
            default: add(member)
            }
        }
    }

    private mutating func add(_ member: JSONValue.Member) {
        guard variables.count < Self.mostVariables, member.name.utf8.count <= Self.longestName, let text = Self.text(member.value) else { return }
        variables[member.name] = text
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): UTF8Text.printable(text, bytes: longestValue)
        case .integer, .double, .bool: value.text
        case .null, .array, .object: nil
        }
    }
}

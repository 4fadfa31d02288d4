import CallControl

/// The members of one object of a message, read by name. Whatever is missing or of another kind is an error that names the
/// message type and the path to the field.
struct JSONFields {
    private let path: String
    private let value: JSONValue

    init(_ value: JSONValue, of path: String) {
        self.path = path
        self.value = value
    }

    private func problem(_ name: String, _ problem: String) -> WireError { WireError(field: "\(path).\(name)", problem: problem) }

    /// The value, where there is one; a `null` is none.
    subscript(_ name: String) -> JSONValue? {
        guard let found = value[name], !found.isNull else { return nil }
        return found
    }

    private func optional<Value>(_ name: String, _ kind: String, _ read: (JSONValue) -> Value?) throws(WireError) -> Value? {
        guard let found = self[name] else { return nil }
        guard let value = read(found) else { throw problem(name, "expected \(kind)") }
        return value
    }

    private func required<Value>(_ name: String, _ found: Value?) throws(WireError) -> Value {
        guard let found else { throw problem(name, "missing") }
        return found
    }

    func optionalString(_ name: String) throws(WireError) -> String? { try optional(name, "a string", \.stringValue) }
    func string(_ name: String) throws(WireError) -> String { try required(name, optionalString(name)) }

    func optionalInt(_ name: String) throws(WireError) -> Int? { try optional(name, "a whole number", \.intValue) }
    func int(_ name: String) throws(WireError) -> Int { try required(name, optionalInt(name)) }

    func optionalBool(_ name: String) throws(WireError) -> Bool? { try optional(name, "true or false", \.boolValue) }
    func optionalDouble(_ name: String) throws(WireError) -> Double? { try optional(name, "a number", \.doubleValue) }
    func optionalArray(_ name: String) throws(WireError) -> [JSONValue]? { try optional(name, "an array", \.arrayValue) }

    func optionalObject(_ name: String) throws(WireError) -> JSONFields? {
        try optional(name, "an object") { $0.isObject ? JSONFields($0, of: "\(path).\(name)") : nil }
    }
    func object(_ name: String) throws(WireError) -> JSONFields { try required(name, optionalObject(name)) }

    /// A span of time in whole milliseconds; providers that send fractions are rounded down.
    func optionalMilliseconds(_ name: String) throws(WireError) -> Duration? {
        try optional(name, "milliseconds") { value in
            guard let number = value.doubleValue, number >= 0, number < 1e12 else { return nil }
            return .milliseconds(Int64(number))
        }
    }

    func error(_ name: String, _ text: String) -> WireError { problem(name, text) }
    /// The object itself.
    var json: JSONValue { value }
}

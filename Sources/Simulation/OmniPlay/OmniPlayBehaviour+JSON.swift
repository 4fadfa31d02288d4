import CallControl
import WireProtocols

/// The behaviour as `/control/behaviour` shows and takes it.
extension OmniPlayBehaviour {
    var json: JSONValue {
        .object([
            .init("online", .integer(attendants.count)),
            .init("agents", .array(attendants.map(Self.json))),
            .init("spelling", .string(spelling.rawValue)),
            .init("dial_string", dialString.map(JSONValue.string) ?? .null),
            .init("has_online_agents", hasOnlineAgents.map(JSONValue.bool) ?? .null),
            .init("repetition", .string(repetition.rawValue)),
            .init("faults", .array(faults.map { .string($0.text) })),
        ])
    }

    static func json(_ attendant: Attendant) -> JSONValue {
        ["id": .integer(attendant.id), "name": .string(attendant.name), "extension": .string(attendant.number), "status": .string(attendant.status)]
    }

    /// Takes the members that are there, all or none.
    mutating func take(_ json: JSONValue) throws(WireError) {
        guard case .object(let members) = json else { throw WireError(field: "behaviour", problem: "expected an object") }
        var changed = self
        for member in members { try changed.take(member) }
        self = changed
    }

    private mutating func take(_ member: JSONValue.Member) throws(WireError) {
        let value = member.value
        switch member.name {
        case "online":
            guard let count = value.intValue, (0...1_000).contains(count) else { throw WireError(field: "online", problem: "expected 0 to 1000") }
            setOnline(count)
        case "spelling": spelling = try Self.choice(member)
        case "repetition": repetition = try Self.choice(member)
        case "dial_string": dialString = value.stringValue
        case "has_online_agents": hasOnlineAgents = value.boolValue
        case "faults":
            var rules: [OmniPlayFaultRule] = []
            for item in value.arrayValue ?? [] {
                guard let rule = item.stringValue.flatMap(OmniPlayFaultRule.init) else { throw WireError(field: "faults", problem: "\(item.text) is no fault") }
                rules.append(rule)
            }
            faults = rules
        default: throw WireError(field: member.name, problem: "unknown")
        }
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(_ member: JSONValue.Member) throws(WireError) -> Choice
    where Choice.RawValue == String {
        guard let choice = member.value.stringValue.flatMap(Choice.init) else {
            throw WireError(field: member.name, problem: "expected one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }
}

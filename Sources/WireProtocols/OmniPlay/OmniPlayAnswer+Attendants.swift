import CallControl

/// The answer to `GET /api/voice/agents/online`, in either spelling: `hasOnlineAgents`, `dialString`, or `has_online_agents`,
/// `agent_count`, `dial_string`.
extension OmniPlayAnswer {
    /// OmniPlay's flag decides; its list is only shown, since `away` counts as reachable too.
    public func attendants(_ query: AttendantsQuery) -> AgentsOnline {
        if let failure { return .unknown(failure) }
        do {
            return try read(JSONFields(try JSONValue(body.span, limits: Self.limits), of: "agents"), query)
        } catch {
            return .unknown(.garbled("the answer about attendants can't be read: \(error)"))
        }
    }

    private func read(_ fields: JSONFields, _ query: AttendantsQuery) throws(WireError) -> AgentsOnline {
        let (isOnlineInCamelCase, isOnlineInSnakeCase) = (try fields.optionalBool("hasOnlineAgents"), try fields.optionalBool("has_online_agents"))
        guard let isOnline = isOnlineInCamelCase ?? isOnlineInSnakeCase else { throw fields.error("hasOnlineAgents", "missing") }
        guard isOnline else { return .nobody }
        let listed = try fields.optionalArray("agents") ?? []
        let count = try fields.optionalInt("agent_count")
        let (dialString, dialStringInSnakeCase) = (try fields.optionalString("dialString"), try fields.optionalString("dial_string"))
        let attendants = listed.prefix(100).filter(\.isObject).map(Self.attendant)
        let (target, problem) = target(dialString ?? dialStringInSnakeCase, query)
        guard let target else {
            guard let problem else { return .nobody }
            throw problem
        }
        return .available(
            AttendantsOnline(
                target: target, count: count ?? (listed.isEmpty ? nil : listed.count), attendants: attendants,
                strategy: try fields.optionalString("strategy").map { UTF8Text.printable($0, bytes: 64) }, problem: problem?.description))
    }

    /// What to ring: the dial string, else the secretary's own extension. A dial string that can't be used is told beside it.
    private func target(_ dialString: String?, _ query: AttendantsQuery) -> (AttendantsOnline.Target?, WireError?) {
        var problem: WireError?
        if let dialString, dialString.utf8.contains(where: { $0 != 0x20 }) {
            do throws(WireError) { return (.endpoints(try Self.translate(dialString, query.domain)), nil) } catch { problem = error }
        }
        guard let number = query.transferExtension, !number.isEmpty else { return (nil, problem) }
        guard DialString.isExtension(number) else {
            return (nil, problem ?? WireError(field: "transfer extension", problem: "holds what no extension may hold"))
        }
        return (.transferExtension(number), problem)
    }

    /// `user/200 & user/201` → `user/200@domain,user/201@domain`. FreeSWITCH's own comma and bar are understood as well.
    static func translate(_ dialString: String, _ domain: String?) throws(WireError) -> DialString {
        guard dialString.utf8.count <= 16_384 else { throw WireError(field: "dial string", problem: "longer than 16384 bytes") }
        let rounds = dialString.split(separator: "|").map { round in round.split { $0 == "&" || $0 == "," }.map(trimmed).filter { !$0.isEmpty } }
        return try DialString(rounds: rounds, domain: domain)
    }

    /// Spaces stand around the mark, and nothing else is white space here.
    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    private static func attendant(_ value: JSONValue) -> AttendantsOnline.Attendant {
        let text = { (name: String) in value[name]?.stringValue.map { UTF8Text.printable($0, bytes: 128) } }
        return AttendantsOnline.Attendant(
            id: value["id"]?.intValue, name: text("name"), number: text("extension") ?? value["extension"]?.intValue.map(String.init), status: text("status"))
    }
}

import CallControl

/// A command to the event socket. Its values are checked when it is written, so that none can smuggle in a second command.
public enum EventSocketCommand: Equatable, Sendable {
    case authenticate(Secret)
    /// Lets these events through.
    case subscribe(events: [String], subclasses: [String])
    /// Lets through events with this header only; several filters add up.
    case filter(header: String, value: String)
    case removeFilter(header: String, value: String)
    /// Asks for a sign of life.
    case ping
    /// Runs in the background under an id that we choose: so the result can be told apart even if it overtakes the reply.
    case background(SwitchRequest, job: String)

    /// - Throws: naming the value that does not fit.
    public func encoded() throws(CommandRefusal) -> EventSocketLine {
        switch self {
        case .authenticate(let password):
            let isPrintable = password.exposed.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            guard isPrintable, !password.exposed.isEmpty else { throw CommandRefusal(place: "password", problem: "is empty or not printable ASCII") }
            return EventSocketLine("auth \(password.exposed)", shown: "auth ***")
        case .subscribe(let events, let subclasses): return EventSocketLine(try Self.subscription(events, subclasses))
        case .filter(let header, let value): return EventSocketLine("filter \(try Self.filter(header, value))")
        case .removeFilter(let header, let value): return EventSocketLine("filter delete \(try Self.filter(header, value))")
        case .ping: return EventSocketLine("api uptime")
        case .background(let request, let job):
            return EventSocketLine("bgapi \(try request.line())\nJob-UUID: \(try CommandText.bare(job, .channel, "job"))")
        }
    }

    private static func subscription(_ events: [String], _ subclasses: [String]) throws(CommandRefusal) -> String {
        var parts = ["event plain"]
        for event in events { parts.append(try CommandText.bare(event, .name, "event")) }
        if !subclasses.isEmpty { parts.append("CUSTOM") }
        for subclass in subclasses { parts.append(try CommandText.bare(subclass, .subclass, "event.subclass")) }
        return parts.joined(separator: " ")
    }

    private static func filter(_ header: String, _ value: String) throws(CommandRefusal) -> String {
        "\(try CommandText.bare(header, .name, "filter.header")) \(try CommandText.bare(value, .subclass, "filter.value"))"
    }
}

/// A command as it goes over the wire; printed, it keeps its secrets.
public struct EventSocketLine: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    public let bytes: [UInt8]
    public let description: String
    public var customMirror: Mirror { Mirror(self, children: ["command": description]) }

    fileprivate init(_ command: String, shown: String? = nil) {
        bytes = Array((command + "\n\n").utf8)
        description = shown ?? command
    }
}

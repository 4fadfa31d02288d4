import CallControl

extension SwitchRequest {
    /// The API command, as `api` and `bgapi` take it.
    func line() throws(CommandRefusal) -> String {
        switch self {
        case .presence(let user): return "sofia_contact \(try user.written("presence"))"
        case .userExists(let user):
            let (number, domain) = (try CommandText.bare(user.number, .number, "user.number"), try CommandText.bare(user.domain, .domain, "user.domain"))
            return "user_exists id \(number) \(domain)"
        case .originate(let origination): return "originate \(try origination.written())"
        case .bridge(let one, let other): return "uuid_bridge \(try one.written("bridge")) \(try other.written("bridge"))"
        case .transfer(let channel, let number, let context):
            let place = try CommandText.bare(number, .number, "transfer.number")
            return "uuid_transfer \(try channel.written("transfer")) \(place) XML \(try CommandText.bare(context, .name, "transfer.context"))"
        case .hangUp(let channel, let cause):
            return "uuid_kill \(try channel.written("hangUp")) \(try CommandText.bare(cause.rawValue, .name, "hangUp.cause"))"
        case .play(let channel, let what): return "uuid_broadcast \(try channel.written("play")) \(try what.written()) aleg"
        case .stopPlaying(let channel): return "uuid_break \(try channel.written("stopPlaying")) all"
        case .stopStream(let channel): return "uuid_audio_stream \(try channel.written("stopStream")) stop"
        case .startRecording(let channel, let path):
            return "uuid_record \(try channel.written("record")) start \(try CommandText.path(path, "record.path"))"
        case .stopRecording(let channel, let path):
            return "uuid_record \(try channel.written("record")) stop \(try CommandText.path(path, "record.path"))"
        case .setVariable(let channel, let name, let value):
            let variable = try CommandText.bare(name, .name, "variable.name")
            return "uuid_setvar \(try channel.written("variable")) \(variable) \(try CommandText.words(value, "variable.value"))"
        case .exists(let channel): return "uuid_exists \(try channel.written("exists"))"
        case .hasModule(let name): return "module_exists \(try CommandText.bare(name, .name, "module"))"
        case .streamUsage: return "uuid_audio_stream"
        case .registrations: return "show registrations as json"
        }
    }
}

extension ChannelID {
    fileprivate func written(_ command: String) throws(CommandRefusal) -> String { try CommandText.bare(rawValue, .channel, "\(command).channel") }
}

extension Extension {
    fileprivate func written(_ command: String) throws(CommandRefusal) -> String {
        "\(try CommandText.bare(number, .number, "\(command).extension"))@\(try CommandText.bare(domain, .domain, "\(command).domain"))"
    }
}

extension Playable {
    fileprivate func written() throws(CommandRefusal) -> String {
        switch self {
        // Bare, `hangup::` and the like would run an application: a path begins with a slash and holds no colon.
        case .file(let path): try CommandText.path(path, "play.file")
        case .music(let name): "local_stream://\(try CommandText.bare(name, .name, "play.music"))"
        }
    }
}

extension DialEndpoint {
    fileprivate func written() throws(CommandRefusal) -> String {
        switch self {
        case .user(let user): return "user/\(try user.written("originate"))"
        case .dialplan(let number, let context): return try Self.loopback(number, context)
        case .number(let user, let context): return try Self.loopback(user.number, context)
        }
    }
}

extension DialEndpoint {
    private static func loopback(_ number: String, _ context: String) throws(CommandRefusal) -> String {
        let place = try CommandText.bare(number, .number, "originate.number")
        return "loopback/\(place)/\(try CommandText.bare(context, .name, "originate.context"))"
    }
}

extension Origination {
    fileprivate func written() throws(CommandRefusal) -> String {
        guard !legs.isEmpty else { throw CommandRefusal(place: "originate.legs", problem: "is empty") }
        var dialled: [String] = []
        for leg in legs { dialled.append("[origination_uuid=\(try leg.channel.written("originate"))]\(try leg.endpoint.written())") }
        return "{\(try variables())}\(dialled.joined(separator: strategy == .all ? "," : "|")) &park()"
    }

    private func variables() throws(CommandRefusal) -> String {
        // Ringing that is played to us (early media) is no answer.
        var parts = ["ignore_early_media=true", "originate_timeout=\(secondsPerTurn)", "park_timeout=\(Self.seconds(parkTime))", "hangup_after_bridge=true"]
        if let callerNumber { parts.append("origination_caller_id_number=\(try CommandText.bare(callerNumber, .number, "originate.callerNumber"))") }
        if let callerName { parts.append("origination_caller_id_name=\(try CommandText.quoted(callerName, "originate.callerName"))") }
        return parts.joined(separator: ",")
    }

    /// FreeSWITCH's clock runs anew for each of those that ring in turn.
    private var secondsPerTurn: Int64 {
        let whole = Self.seconds(ringTime)
        return strategy == .all ? whole : max(1, whole / Int64(legs.count))
    }

    private static func seconds(_ duration: Duration) -> Int64 {
        let parts = duration.components
        return max(1, parts.seconds + (parts.attoseconds > 0 ? 1 : 0))
    }
}

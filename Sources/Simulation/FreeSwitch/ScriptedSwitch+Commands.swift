import CallControl
import Transport
import WireProtocols

/// What the API commands do, and what they say. They say yes more often than they do.
extension ScriptedSwitch {
    func run(_ command: String, _ done: @escaping (String) -> Void) {
        let (word, rest) = SwitchPeer.halves(command)
        let words = rest.split(separator: " ").map(String.init)
        switch word {
        case "originate": originate(rest, done)
        case "uuid_bridge": done(bridge(words))
        case "uuid_transfer": done(transfer(words))
        case "uuid_kill": done(kill(words))
        case "uuid_audio_stream": done(audioStream(words))
        case "uuid_exists": done(words.first.flatMap(channel) == nil ? "false" : "true")
        case "uuid_setvar", "uuid_getvar": done(variable(word, words))
        case "uuid_broadcast": done(words.first.flatMap(channel) == nil ? "-ERR invalid uuid\n" : "+OK Message sent\n")
        case "uuid_break": done(stopPlaying(words))
        case "uuid_record": done(words.first.flatMap(channel) == nil ? "-ERR Cannot locate session!\n" : "+OK Success\n")
        case "sofia_contact": done(contact(rest))
        case "user_exists": done(words.count == 3 && plan.extensions[words[1]] != nil ? "true" : "false")
        case "show": done(show(words))
        case "module_exists": done(rest == "mod_audio_stream" && plan.streamModule != .missing ? "true" : "false")
        case "uptime": done("\(Int(now.nanoseconds / 1_000_000_000))\n")
        case "version": done("FreeSWITCH Version 1.10.12-emulated\n")
        case "status": done("UP 0 years, 0 days\nFreeSWITCH (Version 1.10.12-emulated) is ready\n")
        case "create_uuid": done(makeID())
        default: done("-ERR \(word) Command not found!\n")
        }
    }

    private func kill(_ words: [String]) -> String {
        guard let channel = words.first.flatMap(channel) else { return "-ERR No such channel!\n" }
        hangUp(channel, HangupCause(words.count > 1 ? words[1] : "NORMAL_CLEARING"))
        return "+OK\n"
    }

    private func bridge(_ words: [String]) -> String {
        guard words.count == 2, let one = channel(words[0]), let other = channel(words[1]), plan.bridge != .refused else { return "-ERR Invalid uuid\n" }
        guard plan.bridge == .works, one.state != .ringing, other.state != .ringing else { return "+OK \(other.uuid)\n" }
        loop.after(.milliseconds(20)) { [self] in
            if channels[one.uuid] === one, channels[other.uuid] === other { bridge(one, other) }
        }
        return "+OK \(other.uuid)\n"
    }

    private func audioStream(_ words: [String]) -> String {
        guard plan.streamModule != .missing else { return "-ERR uuid_audio_stream Command not found!\n" }
        if words.isEmpty { return "-USAGE: \(plan.streamModule.usage)\n" }
        guard words.count >= 2, let channel = channel(words[0]) else { return "-ERR Operation Failed\n" }
        switch words[1] {
        case "stop":
            guard channel.hasStream else { return "-ERR Operation Failed\n" }
            channel.hasStream = false
            emit(EmulatedEvent(name: "CUSTOM", subclass: "mod_audio_stream::disconnect", channel: channel.uuid))
        case "start":
            guard !channel.hasStream else { return "-ERR Operation Failed\n" }
            channel.hasStream = true
            emit(EmulatedEvent(name: "CUSTOM", subclass: "mod_audio_stream::connect", channel: channel.uuid))
        default: break
        }
        return "+OK Success\n"
    }

    private func variable(_ word: String, _ words: [String]) -> String {
        guard words.count >= 2, let channel = channel(words[0]) else { return "-ERR No such channel!\n" }
        if word == "uuid_getvar" { return channel.variables[words[1]] ?? "_undef_" }
        channel.variables[words[1]] = words.dropFirst(2).joined(separator: " ")
        return "+OK\n"
    }

    private func stopPlaying(_ words: [String]) -> String {
        guard let channel = words.first.flatMap(channel) else { return "-ERR No such channel!\n" }
        emit(EmulatedEvent(name: "PLAYBACK_STOP", channel: channel.uuid, headers: [("Playback-Status", "break")]))
        return "+OK\n"
    }

    private func contact(_ user: String) -> String {
        let number = String(user.prefix { $0 != "@" })
        guard user.hasSuffix("@\(plan.domain)"), extensions[number]?.isRegistered == true else { return "error/user_not_registered" }
        return "sofia/internal/sip:\(number)@10.0.0.7:5060;transport=udp"
    }

    private func show(_ words: [String]) -> String {
        guard words == ["registrations", "as", "json"] else { return "-USAGE: show registrations [as json]\n" }
        let rows = shownRegistrations.map { number -> JSONValue in
            .object(["reg_user": .string(number), "realm": .string(plan.domain), "url": .string("sofia/internal/sip:\(number)@10.0.0.7:5060")])
        }
        // Without `rows` when there are none.
        let document: JSONValue = .object(["row_count": .integer(rows.count), "rows": rows.isEmpty ? nil : .array(rows)])
        return String(decoding: document.bytes, as: UTF8.self)
    }

    /// Always `+OK` for a channel that exists; what comes of it, events tell.
    private func transfer(_ words: [String]) -> String {
        guard words.count >= 2, let caller = channel(words[0]) else { return "-ERR No such channel!\n" }
        caller.timers.append(loop.after(.milliseconds(20)) { [self] in travel(caller, to: words[1]) })
        return "+OK\n"
    }

    private func travel(_ caller: SwitchChannel, to number: String) {
        switch extensions[number] {
        case nil: hangUp(caller, .noRouteDestination)
        case .notRegistered: hangUp(caller, .userNotRegistered)
        case .rings: caller.timers.append(loop.after(.seconds(60)) { [self] in hangUp(caller, .noAnswer) })
        case .fails(let cause, let after): caller.timers.append(loop.after(after) { [self] in hangUp(caller, cause) })
        case .answers(let after, let leaves):
            caller.timers.append(
                loop.after(after) { [self] in
                    let attendant = SwitchChannel(makeID(), number: number, state: .ringing)
                    add(attendant)
                    answer(attendant)
                    bridge(caller, attendant)
                    if let leaves { attendant.timers.append(loop.after(leaves) { [self] in hangUp(attendant, .normalClearing) }) }
                })
        }
    }
}

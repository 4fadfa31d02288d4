import CallControl
import FuzzSupport
import WireProtocols

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    let whole = parse(bytes, chunk: bytes.count)
    // However the bytes are cut up, the messages are the same.
    precondition(parse(bytes, chunk: 1) == whole && parse(bytes, chunk: 7) == whole, "Chunks change nothing.")
    converse(whole.messages)
    checkCommands(String(decoding: bytes, as: UTF8.self))
    return 0
}

private struct Parsed: Equatable {
    var messages: [EventSocketMessage] = []
    var error: WireError?
}

private func parse(_ bytes: [UInt8], chunk: Int) -> Parsed {
    var parser = EventSocketParser()
    var parsed = Parsed()
    var rest = bytes[...]
    while !rest.isEmpty, parsed.error == nil {
        let piece = Array(rest.prefix(chunk))
        rest = rest.dropFirst(piece.count)
        do throws(WireError) { try parser.feed(piece.span) { parsed.messages.append($0) } } catch { parsed.error = error }
    }
    return parsed
}

/// A session that hears these messages answers each request once, and never asks for what is past.
private func converse(_ messages: [EventSocketMessage]) {
    var session = EventSocketSession(password: Secret("pw"), seed: 1)
    var effects: [EventSocketSession.Effect] = []
    var now = Instant(nanoseconds: 0)
    var asked = 0
    for input in [.start, .connected] + messages.map({ EventSocketSession.Input.received($0) }) + [.stop] {
        now = now + .milliseconds(100)
        session.handle(input, at: now, effects: &effects)
        guard input != .stop else { break }
        asked += 1
        session.handle(.perform(asked, .exists(ChannelID("c")), within: .milliseconds(350)), at: now, effects: &effects)
        session.handle(.wake, at: now, effects: &effects)
    }
    let answered = effects.compactMap { if case .answer(let ticket, _) = $0 { ticket } else { nil } }
    precondition(answered.sorted() == Array(1...asked), "Each request is answered once.")
    for case .event(let event) in effects { _ = event.channelEvent }
}

/// Whatever passes into a command leaves it one command.
private func checkCommands(_ text: String) {
    let channel = ChannelID(text)
    let user = Extension(number: text, domain: "d")
    let legs = [Origination.Leg(ChannelID("l"), .user(Extension(number: "2", domain: "d")))]
    let requests: [SwitchRequest] = [
        .presence(user), .hangUp(channel, .normalClearing), .play(ChannelID("c"), .file(text)), .setVariable(ChannelID("c"), name: "n", value: text),
        .originate(Origination(legs: legs, ringTime: .seconds(1), callerNumber: text)),
        .originate(Origination(legs: legs, ringTime: .seconds(1), callerName: text)),
        .originate(Origination(legs: legs, ringTime: .seconds(1), callerNumber: ShownIdentity.number(text), callerName: ShownIdentity.name(text))),
    ]
    for (index, request) in requests.enumerated() {
        guard let line = try? EventSocketCommand.background(request, job: "j").encoded() else {
            precondition(index < requests.count - 1, "What was cleaned passes.")
            continue
        }
        let newlines = line.bytes.count { $0 == UInt8(ascii: "\n") }
        precondition(newlines == 3 && !line.bytes.contains(0) && !line.bytes.contains(UInt8(ascii: "\r")), "One command and its job's id.")
    }
}

@_cdecl("FuzzEventSocket_main")
public func main(_ count: CInt, _ arguments: Arguments) -> CInt { drive(count, arguments, fuzz) }

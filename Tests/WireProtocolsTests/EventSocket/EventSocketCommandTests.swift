import CallControl
import Testing

@testable import WireProtocols

@Suite struct EventSocketCommandTests {
    private static let c = ChannelID("c-1")
    private static let user = Extension(number: "200", domain: "a.example")

    private static func origination(_ numbers: [String], _ strategy: RingStrategy = .all) -> Origination {
        Origination(
            legs: numbers.map { .init(ChannelID("leg-\($0)"), .user(Extension(number: $0, domain: "a.example"))) }, strategy: strategy, ringTime: .seconds(30),
            callerNumber: "+5511999998888", callerName: "João da Silva")
    }

    private static let variables =
        "ignore_early_media=true,originate_timeout=30,park_timeout=20,hangup_after_bridge=true,origination_caller_id_number=+5511999998888,"
        + "origination_caller_id_name='João da Silva'"

    @Test(
        arguments: [
            (.presence(user), "sofia_contact 200@a.example"),
            (.originate(origination(["200"])), "originate {\(variables)}[origination_uuid=leg-200]user/200@a.example &park()"),
            (
                .originate(origination(["200", "201"])),
                "originate {\(variables)}[origination_uuid=leg-200]user/200@a.example,[origination_uuid=leg-201]user/201@a.example &park()"
            ),
            (
                .originate(origination(["200", "201", "202"], .inTurn)),
                "originate {\(variables.replacing("timeout=30", with: "timeout=10"))}[origination_uuid=leg-200]user/200@a.example"
                    + "|[origination_uuid=leg-201]user/201@a.example|[origination_uuid=leg-202]user/202@a.example &park()"
            ),
            (
                .originate(Origination(legs: [.init(c, .dialplan(number: "*99", context: "public"))], ringTime: .milliseconds(1_500), parkTime: .seconds(5))),
                "originate {ignore_early_media=true,originate_timeout=2,park_timeout=5,hangup_after_bridge=true}[origination_uuid=c-1]loopback/*99/public &park()"
            ),
            (.bridge(c, ChannelID("d")), "uuid_bridge c-1 d"), (.transfer(c, number: "200", context: "a.example"), "uuid_transfer c-1 200 XML a.example"),
            (.hangUp(c, .normalClearing), "uuid_kill c-1 NORMAL_CLEARING"), (.play(c, .file("/tmp/a-b_1.wav")), "uuid_broadcast c-1 /tmp/a-b_1.wav aleg"),
            (.play(c, .music("moh")), "uuid_broadcast c-1 local_stream://moh aleg"), (.stopPlaying(c), "uuid_break c-1 all"),
            (.stopStream(c), "uuid_audio_stream c-1 stop"), (.startRecording(c, path: "/r/1.wav"), "uuid_record c-1 start /r/1.wav"),
            (.stopRecording(c, path: "/r/1.wav"), "uuid_record c-1 stop /r/1.wav"),
            (.setVariable(c, name: "handoff_reason", value: "pediu atendente"), "uuid_setvar c-1 handoff_reason pediu atendente"),
            (.streamUsage, "uuid_audio_stream"), (.exists(c), "uuid_exists c-1"), (.registrations, "show registrations as json"),
            (.hasModule("mod_audio_stream"), "module_exists mod_audio_stream"),
        ] as [(SwitchRequest, String)]) func writesEachRequest(_ request: SwitchRequest, _ line: String) throws
    {
        #expect(try request.line() == line)
        #expect(try EventSocketCommand.background(request, job: "j-1").encoded().bytes.text == "bgapi \(line)\nJob-UUID: j-1\n\n")
    }

    @Test func writesItsOwnCommands() throws {
        #expect(try EventSocketCommand.authenticate(Secret("Clue Con!")).encoded().bytes.text == "auth Clue Con!\n\n")
        #expect(
            try EventSocketCommand.subscribe(events: ["DTMF", "CHANNEL_ANSWER"], subclasses: ["mod_audio_stream::play"]).encoded().bytes.text
                == "event plain DTMF CHANNEL_ANSWER CUSTOM mod_audio_stream::play\n\n")
        #expect(try EventSocketCommand.filter(header: "Unique-ID", value: "c-1").encoded().bytes.text == "filter Unique-ID c-1\n\n")
        #expect(try EventSocketCommand.removeFilter(header: "Unique-ID", value: "c-1").encoded().bytes.text == "filter delete Unique-ID c-1\n\n")
        #expect(try EventSocketCommand.ping.encoded().bytes.text == "api uptime\n\n")
    }

    /// Where a hostile value can get in, and what it is called in the refusal.
    private static let places: [(String, @Sendable (String) -> EventSocketCommand)] = [
        ("presence.extension", { .background(.presence(Extension(number: $0, domain: "d")), job: "j") }),
        ("presence.domain", { .background(.presence(Extension(number: "2", domain: $0)), job: "j") }),
        ("originate.channel", { .background(.originate(Origination(legs: [.init(ChannelID($0), .user(user))], ringTime: .zero)), job: "j") }),
        (
            "originate.extension",
            { .background(.originate(Origination(legs: [.init(c, .user(Extension(number: $0, domain: "d")))], ringTime: .zero)), job: "j") }
        ),
        (
            "originate.domain",
            { .background(.originate(Origination(legs: [.init(c, .user(Extension(number: "2", domain: $0)))], ringTime: .zero)), job: "j") }
        ),
        (
            "originate.number",
            { .background(.originate(Origination(legs: [.init(c, .dialplan(number: $0, context: "x"))], ringTime: .zero)), job: "j") }
        ),
        (
            "originate.context",
            { .background(.originate(Origination(legs: [.init(c, .dialplan(number: "2", context: $0))], ringTime: .zero)), job: "j") }
        ),
        ("originate.callerNumber", { .background(.originate(Origination(legs: [.init(c, .user(user))], ringTime: .zero, callerNumber: $0)), job: "j") }),
        ("originate.callerName", { .background(.originate(Origination(legs: [.init(c, .user(user))], ringTime: .zero, callerName: $0)), job: "j") }),
        ("bridge.channel", { .background(.bridge(ChannelID($0), c), job: "j") }), ("bridge.channel", { .background(.bridge(c, ChannelID($0)), job: "j") }),
        ("transfer.channel", { .background(.transfer(ChannelID($0), number: "2", context: "x"), job: "j") }),
        ("transfer.number", { .background(.transfer(c, number: $0, context: "x"), job: "j") }),
        ("transfer.context", { .background(.transfer(c, number: "2", context: $0), job: "j") }),
        ("hangUp.channel", { .background(.hangUp(ChannelID($0), .userBusy), job: "j") }),
        ("hangUp.cause", { .background(.hangUp(c, HangupCause($0)), job: "j") }),
        ("play.channel", { .background(.play(ChannelID($0), .music("m")), job: "j") }), ("play.file", { .background(.play(c, .file($0)), job: "j") }),
        ("play.music", { .background(.play(c, .music($0)), job: "j") }), ("stopPlaying.channel", { .background(.stopPlaying(ChannelID($0)), job: "j") }),
        ("stopStream.channel", { .background(.stopStream(ChannelID($0)), job: "j") }), ("record.path", { .background(.startRecording(c, path: $0), job: "j") }),
        ("record.path", { .background(.stopRecording(c, path: $0), job: "j") }),
        ("record.channel", { .background(.startRecording(ChannelID($0), path: "/x"), job: "j") }),
        ("variable.channel", { .background(.setVariable(ChannelID($0), name: "n", value: "v"), job: "j") }),
        ("variable.name", { .background(.setVariable(c, name: $0, value: "v"), job: "j") }),
        ("variable.value", { .background(.setVariable(c, name: "n", value: $0), job: "j") }),
        ("exists.channel", { .background(.exists(ChannelID($0)), job: "j") }),
        ("module", { .background(.hasModule($0), job: "j") }), ("job", { .background(.registrations, job: $0) }), ("password", { .authenticate(Secret($0)) }),
        ("event", { .subscribe(events: [$0], subclasses: []) }),
        ("event.subclass", { .subscribe(events: [], subclasses: [$0]) }), ("filter.header", { .filter(header: $0, value: "v") }),
        ("filter.value", { .removeFilter(header: "h", value: $0) }),
    ]

    /// What must pass nowhere.
    private static let attacks = [
        "", "200\n\napi system rm", "200\nJob-UUID: x", "200\r\n\r\nexit", "200\r", "20\u{0}0", "a\u{7F}", "\n", "x\u{85}y", "x\u{2028}\ny",
        String(repeating: "9", count: 2_000),
    ]

    @Test(arguments: attacks) func noValueEndsItsCommand(_ attack: String) throws {
        for (place, make) in Self.places {
            // A password may be long.
            if place == "password", attack.utf8.count > 1_000 { continue }
            let refusal = #expect(throws: CommandRefusal.self, "\(place)") { try make(attack).encoded() }
            #expect(refusal?.place == place)
            #expect(refusal.map { !"\($0)".contains("system") && !"\($0)".unicodeScalars.contains { $0.value < 0x20 } } ?? true)
        }
    }

    /// What FreeSWITCH would take for its own syntax. Words with spaces may hold a space, file names a slash, a password anything that prints.
    @Test(arguments: [
        "200 &system(reboot)", "200,user/999", "200|user/999", "200:_:user/9", "200}user/1", "{a=b}", "[x=y]200", "<x>200", "2'00", "2\"00", "2\\n0", "2\\s0",
        "${hostname}",
        "$${domain}", "200;x", "`id`", "-bleg", "200=1", "^^:a:b", "%0a", "200!", "a(b)", "&park()",
    ]) func noValueIsSyntax(_ attack: String) {
        for (place, make) in Self.places where place != "password" {
            let mayHold = (place == "variable.value" || place == "originate.callerName") && attack == "-bleg"
            guard !mayHold else { continue }
            let refusal = #expect(throws: CommandRefusal.self, "\(place) \(attack)") { try make(attack).encoded() }
            #expect(refusal?.place == place)
        }
    }

    @Test(arguments: ["hangup::NORMAL", "system::id", "relative.wav", "/a/../../etc/passwd", "/a b.wav", "http://x/y.wav", "/x.wav!/y", "say:x", "/.."])
    func onlyAbsolutePathsArePlayed(_ path: String) {
        #expect(throws: CommandRefusal.self) { try EventSocketCommand.background(.play(Self.c, .file(path)), job: "j").encoded() }
    }

    /// Whatever is written is one command: one empty line, at its end, and no line but the job's beside.
    @Test func whateverPassesIsOneCommand() throws {
        var random = Seeded(21)
        let alphabet = Array("ab9 -_.:/+*#,'\"\\{}[]()<>&|$^=%;!\n\r\0é😀@")
        var written = 0
        for _ in 0..<20_000 {
            let value = String((0..<Int.random(in: 1...8, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            let (place, make) = Self.places[Int.random(in: 0..<Self.places.count, using: &random)]
            guard let line = try? make(value).encoded().bytes.text else { continue }
            written += 1
            #expect(line.hasSuffix("\n\n") && !line.dropLast(2).contains("\n\n") && !line.contains("\r") && !line.contains("\0"), "\(place)")
            #expect(line.dropLast(2).count { $0 == "\n" } == (line.hasPrefix("bgapi") ? 1 : 0), "\(place)")
        }
        #expect(written > 500)
    }

    @Test func aPasswordIsNeverPrinted() throws {
        let line = try EventSocketCommand.authenticate(Secret("s3cr3t")).encoded()
        var dumped = "\(line) \(String(reflecting: line)) \(EventSocketSession.Effect.send(line)) \(EventSocketCommand.authenticate(Secret("s3cr3t")))"
        dump(line, to: &dumped)
        #expect(!dumped.contains("s3cr3t"))
        #expect(line.bytes.text.contains("s3cr3t"))
    }

    @Test(
        arguments: [
            ("+55 (11) 99999-8888", "+5511999998888"), ("200\n\napi x", "200apix"), ("", nil), ("é'\"", nil),
            (String(repeating: "1", count: 50), String(repeating: "1", count: 32)),
        ] as [(String, String?)]) func aShownNumberIsCleaned(_ raw: String, _ clean: String?) throws
    {
        #expect(ShownIdentity.number(raw) == clean)
        if let clean { #expect(throws: Never.self) { try CommandText.bare(clean, .number, "") } }
    }

    @Test(
        arguments: [
            ("João  da Silva ", "João da Silva"), ("O'Brien, {x}", "OBrien x"), ("a\nb\u{0}", "ab"), ("'\"", nil), ("", nil),
            (String(repeating: "ã", count: 50), String(repeating: "ã", count: 32)),
            (String(repeating: "a", count: 63) + " b", String(repeating: "a", count: 63)),
        ] as [(String, String?)]) func aShownNameIsCleaned(_ raw: String, _ clean: String?) throws
    {
        #expect(ShownIdentity.name(raw) == clean)
        if let clean { #expect(throws: Never.self) { try CommandText.quoted(clean, "") } }
    }
}

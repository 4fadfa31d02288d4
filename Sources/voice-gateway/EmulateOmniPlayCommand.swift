import ArgumentParser
import Foundation
import Simulation

struct EmulateOmniPlayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "omniplay", abstract: "A stand-in for OmniPlay's back end: who is online, and tickets.",
        discussion: """
            It serves GET /api/voice/agents/online and POST /api/tickets/realtime-handoff with the credentials of the real one. Without them: \
            GET and DELETE /control/tickets, GET /control/requests, GET and PUT /control/behaviour \
            ({"online":2,"spelling":"snake","repetition":"same","faults":["tickets=cut-after@1"]}).
            """)

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0: any free one.") var port = 8_080
    @Option(help: "File of the service token; by default VOICE_AI_SERVICE_TOKEN.") var tokenFile: String?
    @Option(help: "How many attendants are online.") var online = 0
    @Option(help: "Spelling of the answer: camel or snake.") var spelling = OmniPlayBehaviour.Spelling.camelCase
    @Option(help: "Dial string in place of the attendants' own; empty: none is given.") var dialString: String?
    @Option(help: "Say that somebody is online, or nobody, whoever there is: true or false.") var hasOnlineAgents: Bool?
    @Option(help: "Answer to a second ticket of a call: conflict, bare-conflict or same.") var repetition = OmniPlayBehaviour.Repetition.conflict
    @Option(
        help: """
            A fault; repeatable. timeout, timeout-after, slow:MS, status:CODE, status-after:CODE, expired, garbage, noise, cut-before, cut-after, \
            cut-answer; agents=… or tickets=… for one endpoint alone; with @N on the N-th request, @/N on each N-th, @pX on the share X.
            """)
    var fault: [String] = []
    @Option(help: "Number of the first ticket.") var firstTicket = 12_345
    @Option(help: "File of JSON lines that keeps the tickets beyond a restart.") var tickets: String?
    @Option(help: "Seed of faults that hit a share.") var seed: UInt64 = 1

    func validate() throws { try require(port, in: ports, "--port") }

    func run() throws {
        let signals = SignalQueue([SIGTERM, SIGINT])
        let omniplay = try LocalOmniPlay(behaviour(), journal: tickets)
        let port = try omniplay.start(host: host, port: port)
        print("listening on http://\(host):\(port)")
        fflush(nil)
        _ = signals.wait()
        omniplay.stop()
    }

    private func behaviour() throws -> OmniPlayBehaviour {
        var behaviour = OmniPlayBehaviour(token: try token())
        guard (0...1_000).contains(online) else { throw ValidationError("--online \(online): expected 0 to 1000") }
        behaviour.setOnline(online)
        behaviour.spelling = spelling
        behaviour.dialString = dialString
        behaviour.hasOnlineAgents = hasOnlineAgents
        behaviour.repetition = repetition
        behaviour.faults = try fault.map { text in
            guard let rule = OmniPlayFaultRule(text) else { throw ValidationError("--fault \(text): not a fault") }
            return rule
        }
        behaviour.firstTicket = firstTicket
        behaviour.seed = seed
        return behaviour
    }

    private func token() throws -> String {
        var text = ProcessInfo.processInfo.environment["VOICE_AI_SERVICE_TOKEN"] ?? ""
        if let tokenFile { text = String(decoding: try InputFile.read(tokenFile), as: UTF8.self) }
        text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw Failure("set VOICE_AI_SERVICE_TOKEN or --token-file: without a token OmniPlay refuses everybody") }
        return text
    }
}

extension OmniPlayBehaviour.Spelling: ExpressibleByArgument {}
extension OmniPlayBehaviour.Repetition: ExpressibleByArgument {}

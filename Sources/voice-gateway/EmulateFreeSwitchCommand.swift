import ArgumentParser
import Foundation
import Simulation

struct EmulateFreeSwitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeswitch", abstract: "An event socket with a scripted FreeSWITCH behind it.",
        discussion: "It says +OK as easily as the real one: to extensions that don't exist, and to files that are missing.")

    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0: any free one.") var port = 8_021
    @Option(help: "The password it wants.") var password = "ClueCon"
    @Option(help: "Domain of its extensions.") var domain = "example.org"
    @Option(
        name: .customLong("extension"),
        help: """
            An extension and what it does; repeatable. 200=answer:1500, 200=answer:1500,leave:2000, 200=ring, 200=busy[:MS], 200=reject[:MS], \
            200=off, 200=fail:CAUSE[:MS].
            """)
    var extensions: [String] = []
    @Option(name: .customLong("call"), help: "uuid of a call that exists; repeatable. Without any, each uuid that is named exists.") var calls: [String] = []
    @Option(help: "From a job's reply to its result.") var jobDelayMs = 0
    @Flag(help: "Choose jobs' ids itself, as old builds do.") var ownJobIds = false
    @Flag(help: "Send results before the replies that announce them.") var overtaking = false
    @Option(help: "works, refused, or silent: +OK and nothing happens.") var bridge = SwitchPlan.Bridge.works
    @Option(help: "Which mod_audio_stream is loaded: fork, plain or missing.") var streamModule = SwitchPlan.StreamModule.fork
    @Option(help: "File for every command, as JSON lines.") var log: String?

    func validate() throws { try require(port, in: ports, "--port") }

    func run() throws {
        let signals = SignalQueue([SIGTERM, SIGINT])
        let emulator = FreeSwitchEmulator(try plan(), log: log)
        do { print("listening on \(host):\(try emulator.start(host: host, port: port))") } catch { throw Failure("\(error)") }
        fflush(nil)
        _ = signals.wait()
        emulator.stop()
    }

    private func plan() throws -> SwitchPlan {
        var plan = SwitchPlan()
        plan.password = password
        plan.domain = domain
        for text in extensions {
            let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, let behaviour = ExtensionBehaviour(halves[1]) else { throw ValidationError("--extension \(text): not a behaviour") }
            plan.extensions[halves[0]] = behaviour
        }
        plan.calls = calls
        plan.takesAnyCall = calls.isEmpty
        plan.jobDelay = .milliseconds(jobDelayMs)
        plan.choosesJobIDs = ownJobIds
        plan.resultsOvertakeReplies = overtaking
        plan.bridge = bridge
        plan.streamModule = streamModule
        return plan
    }
}

extension SwitchPlan.Bridge: ExpressibleByArgument {}
extension SwitchPlan.StreamModule: ExpressibleByArgument {}

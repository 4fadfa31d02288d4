import ArgumentParser
import Dispatch
import Foundation
import Locking
import Simulation
import Transport

struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Many simulated calls at once, and what the callers found together.",
        discussion: "Each call repeats its scenario's recordings until the duration is over; the summary says when the generator was itself the bottleneck.")

    @Argument(help: "The gateway.") var gateway = "ws://127.0.0.1:8085"
    @Option(help: "Calls at once.") var calls = 100
    @Option(help: "Seconds from the last call's start until all are hung up.") var duration = 20
    @Option(help: "Seconds over which the calls start.") var ramp = 10
    @Option(help: "Prefix of the calls' ids.") var prefix = "load"
    @Option(help: "File for the summary (JSON).") var json: String?
    @Option(help: "Folder of recordings; by default audio-fixtures, here or above.") var fixtures: String?
    @Option(help: "Core to bind the generator to.") var core: Int?
    @Flag(help: "Say nothing but the summary.") var quiet = false
    @OptionGroup var options: CallOptions

    func validate() throws {
        try require(calls, in: 1...100_000, "--calls")
        try require(duration, in: 1...86_400, "--duration")
        try require(ramp, in: 0...86_400, "--ramp")
        try require(core, in: 0...1_023, "--core")
    }

    func run() throws {
        var settings = try options.settings()
        settings.gateway = gateway
        settings.records = false
        let once = options.scenario == nil && options.say.isEmpty ? CallScenario.plain(["pt-saldo", "pt-numeros"]) : try options.script()
        // Repeated for longer than the longest run.
        let scenario = CallScenario(
            turns: Array(repeating: once.turns, count: max(1, duration / 2 + 2)).flatMap { $0 }, patience: .seconds(duration + ramp + 60))
        let utterances = try CallOptions.utterances(scenario, rate: settings.rate, fixtures: fixtures)
        let loop = EventLoop(index: 901)
        loop.start(core: core)
        let caller = settings
        let generator = try onLoop(loop) { LoopBound(LoadGenerator(loop: loop, settings: caller, scenario: scenario, utterances: utterances), on: loop) }
        let (calls, ramp, prefix) = (calls, ramp, prefix)
        generator.onLoop { $0.start(calls, ramp: .seconds(ramp), prefix: prefix) }
        for second in 1...ramp + duration {
            Thread.sleep(forTimeInterval: 1)
            guard !quiet, second % 5 == 0 else { continue }
            let live = try onLoop(loop) { generator.withValue { $0.live } }
            FileHandle.standardError.write(Data("\(second) of \(ramp + duration) s · \(live) calls\n".utf8))
        }
        generator.onLoop { $0.hangUpAll() }
        for _ in 0..<50 {
            Thread.sleep(forTimeInterval: 0.1)
            if try onLoop(loop, { generator.withValue { $0.live } }) == 0 { break }
        }
        let summary = try onLoop(loop) { generator.withValue { $0.summary() } }
        loop.stop()
        loop.join()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(summary)
        if let json { try data.write(to: URL(fileURLWithPath: json)) }
        print(String(decoding: data, as: UTF8.self))
        if summary.failed > 0 || summary.lost_calls > 0 { throw ExitCode(1) }
    }

    /// Asks the loop and waits for its answer.
    private func onLoop<Value: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> Value) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let answer = Locked<Value?>(nil)
        loop.submit {
            let value = body()
            answer.withLock { $0 = value }
            done.signal()
        }
        guard done.wait(timeout: .now() + 30) == .success, let value = answer.withLock({ $0 }) else {
            throw Failure("the generator's loop does not answer")
        }
        return value
    }
}

import Audio
import CallControl
import Dispatch
import Foundation
import Gateway
import Locking
import Logging
import Settings
import Simulation
import Testing
import Transport

/// A gateway, an emulated provider and simulated callers in one process, over real sockets.
final class GatewayHarness: CallObserver {
    private struct State {
        var records: [String: CallRecord] = [:]
        var reports: [String: [CallSession.Report]] = [:]
        var sounds: [String: Sound] = [:]
    }

    /// Both sides of a call on the caller's own clock.
    struct Sound {
        var said: [Int16]
        var heard: [Int16]
    }

    let provider: LocalProvider
    let gateway: Gateway
    let fixtures: FixtureLibrary
    private let state = Locked(State())
    private let callerLoop = EventLoop(index: 900)
    private let resolver = Resolver()

    /// - Parameters:
    ///   - emulation: how the provider behaves.
    ///   - dialect: the provider's keys in YAML, `PORT` standing for its port.
    ///   - others: further providers by name, which a call asks for with `?provider=`.
    ///   - stream: the listener's `stream` keys.
    ///   - extra: further top-level YAML.
    ///   - environment: of the settings: secrets.
    ///   - hasDefault: unknown secretaries reach the one there is.
    init(
        emulation: EmulatorSettings = EmulatorSettings(), dialect: String = "{kind: openai, url: 'ws://127.0.0.1:PORT/v1/realtime'}",
        others: [String: String] = [:], stream: String = "{}", listener: String = "", secretary: String = "{}", extra: String = "",
        environment: [String: String] = [:],
        loops: Int = 1, hasDefault: Bool = true
    ) throws {
        let folder = try #require(FixtureLibrary.locate(from: #filePath))
        fixtures = try FixtureLibrary(folder: folder)
        var emulation = emulation
        emulation.fixtures = folder
        provider = try LocalProvider(emulation)
        let port = try provider.start(port: 0)
        let yaml = """
            loops: \(loops)
            listeners: {test: {port: 0, \(listener)stream: \(stream)}}
            providers:
              local: \(dialect.replacing("PORT", with: "\(port)"))
            \(others.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value.replacing("PORT", with: "\(port)"))" }.joined(separator: "\n"))
            secretaries:
              test: \(secretary)
            \(hasDefault ? "default_secretary: test" : "")
            \(extra)
            """
        let loaded = GatewaySettings.load(text: yaml, file: "test.yaml", environment: environment) { try String(contentsOfFile: $0, encoding: .utf8) }
        let settings = try #require(loaded.settings, "\(loaded.problems)")
        let relay = Relay()
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        gateway = try Gateway(settings: settings, logger: logger, observer: relay)
        try gateway.start()
        callerLoop.start()
        relay.target.withLock { $0 = self }
    }

    func stop() {
        gateway.stop()
        provider.stop()
        callerLoop.stop()
        callerLoop.join()
        resolver.stop()
    }

    var url: String { "ws://127.0.0.1:\(gateway.ports[0])" }

    // MARK: Calls

    /// Runs calls to their end, all at once.
    func run(calls count: Int = 1, _ scenario: CallScenario, settings: CallerSettings = CallerSettings(), timeout: Double = 90) throws -> [CallerResult] {
        try run(scenario, each: Array(repeating: settings, count: count), timeout: timeout)
    }

    /// Runs one call with each of the settings to its end, all at once; the results are in the order of the settings.
    func run(_ scenario: CallScenario, each settings: [CallerSettings], timeout: Double = 90) throws -> [CallerResult] {
        let done = DispatchSemaphore(value: 0)
        let results = Locked<[Int: CallerResult]>([:])
        let (loop, resolver) = (callerLoop, resolver)
        for (index, var chosen) in settings.enumerated() {
            chosen.gateway = url
            let utterances = try scenario.turns.map { try $0.say.map { try CallerUtterance($0, library: fixtures, rate: chosen.rate) } }
            loop.submit { [chosen] in
                // Calls begin out of step with each other, as in life.
                loop.after(.milliseconds(index * 7)) {
                    let caller = SimulatedCaller(
                        callID: "call-\(UUID().uuidString.lowercased())", settings: chosen, utterances: utterances, scenario: scenario, loop: loop
                    ) { [self] caller in
                        state.withLock { $0.sounds[caller.callID] = Sound(said: caller.said, heard: caller.heard) }
                        results.withLock { $0[index] = caller.result }
                        done.signal()
                    }
                    caller.dial(resolver: resolver, contexts: TLSContexts())
                }
            }
        }
        for _ in settings { try #require(done.wait(timeout: .now() + timeout) == .success, "a call did not end within \(timeout) s") }
        return results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// The gateway's record of a call, once it has ended.
    func record(_ call: String, timeout: Double = 5) throws -> CallRecord {
        let end = Date().addingTimeInterval(timeout)
        while Date() < end {
            if let record = state.withLock({ $0.records[call] }) { return record }
            pause(0.01)
        }
        return try #require(state.withLock { $0.records[call] }, "no record of \(call)")
    }

    /// What a caller said and heard.
    func sound(_ call: String) -> Sound? { state.withLock { $0.sounds[call] } }

    func reports(_ call: String) -> [CallSession.Report] { state.withLock { $0.reports[call] ?? [] } }

    /// Waits for something that other threads bring about; never longer than `timeout`.
    func wait(_ timeout: Double = 5, for condition: () -> Bool) -> Bool {
        let end = Date().addingTimeInterval(timeout)
        while Date() < end {
            if condition() { return true }
            pause(0.01)
        }
        return condition()
    }

    private func pause(_ seconds: Double) { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + seconds) }

    // MARK: News

    func call(_ call: CallID, _ report: CallSession.Report) { state.withLock { $0.reports[call.rawValue, default: []].append(report) } }

    func finished(_ record: CallRecord) { state.withLock { $0.records[record.call_uuid] = record } }
}

/// Stands in for the harness until it is made.
private final class Relay: CallObserver {
    let target = Locked<GatewayHarness?>(nil)
    func call(_ call: CallID, _ report: CallSession.Report) { target.withLock { $0 }?.call(call, report) }
    func finished(_ record: CallRecord) { target.withLock { $0 }?.finished(record) }
}

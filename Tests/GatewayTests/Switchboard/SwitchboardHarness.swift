import CallControl
import Dispatch
import Locking
import Settings
import Simulation
import Testing
import WireProtocols

@testable import Gateway

/// A switchboard logged in to an emulated FreeSWITCH over real sockets, and one call's line.
final class SwitchboardHarness: Sendable {
    struct Late: Error, CustomStringConvertible { var description: String }

    static let call = CallID("0b1c2d3e-call-0001")
    let freeSwitch: FreeSwitchEmulator
    let board: Switchboard
    let port: Int
    private let news = Inbox<SwitchboardNews>()
    private let changes = Inbox<ServerStatus>()
    private let opened = Locked<SwitchboardLine?>(nil)

    init(
        _ change: (inout SwitchPlan) -> Void = { _ in }, policy changePolicy: (inout EventSocketSession.Policy) -> Void = { _ in }, password: String = "ClueCon"
    ) throws {
        var plan = SwitchPlan()
        plan.calls = [Self.call.rawValue]
        plan.extensions = ["200": .answers(after: .milliseconds(60)), "201": .rings, "202": .fails(.userBusy, after: .milliseconds(20)), "203": .notRegistered]
        change(&plan)
        freeSwitch = FreeSwitchEmulator(plan)
        port = try freeSwitch.start()
        var policy = EventSocketSession.Policy()
        policy.firstBackOff = .milliseconds(50)
        policy.longestBackOff = .milliseconds(200)
        changePolicy(&policy)
        let server = FreeSwitchSettings(name: "pbx", host: "127.0.0.1", port: port, password: Secret(password))
        board = Switchboard([server], policy: policy) { [changes] in changes.post($0) }
        board.start()
        let line = board.line(for: Self.call, on: "pbx") { [news] in news.post($0) }
        opened.withLock { $0 = line }
    }

    func stop() {
        board.stop()
        freeSwitch.stop()
    }

    var status: ServerStatus { board.status["pbx"] ?? ServerStatus(name: "?") }

    func ask(_ request: SwitchboardRequest) { opened.withLock { $0 }?.ask(request) }
    func close() { opened.withLock { $0 }?.close() }

    static func users(_ numbers: String...) -> [DialEndpoint] { numbers.map { .user(Extension(number: $0, domain: "example.org")) } }

    func transfer(_ numbers: String..., strategy: RingStrategy = .all, presence: Bool = true, ringTime: Duration = .seconds(10)) {
        let endpoints = numbers.map { DialEndpoint.user(Extension(number: $0, domain: "example.org")) }
        ask(
            .transfer(
                TransferOrder(
                    .attended(endpoints, strategy), ringTime: ringTime, checksPresence: presence, callerNumber: "+5511999998888", callerName: "João; O'Brien")))
    }

    /// Waits until the server is up, or down.
    func expectUp(_ isUp: Bool = true) throws {
        while try changes.next().isUp != isUp {}
    }

    /// News up to the one that `matches`, which is returned.
    func news<Found>(_ matches: (SwitchboardNews) -> Found?) throws -> Found {
        while true {
            if let found = matches(try news.next()) { return found }
        }
    }

    func report() throws -> TransferReport { try news { if case .transferEnded(let report) = $0 { report } else { nil } } }

    func reached(_ stage: TransferStage) throws { try news { $0 == .transferring(stage) ? () : nil } }

    func answer(to request: SwitchRequest, on server: String) throws -> SwitchAnswer {
        let answers = Inbox<SwitchAnswer>()
        board.perform(request, on: server, within: .seconds(5)) { answers.post($0) }
        return try answers.next()
    }

    /// Commands of one word, such as `uuid_kill`, once there are that many.
    func commands(_ word: String, atLeast count: Int = 1) throws -> [String] {
        let patience = DispatchTime.now() + 10
        while DispatchTime.now() < patience {
            let found = freeSwitch.commands.filter { $0.split(separator: " ").dropFirst().first.map(String.init) == word }
            if found.count >= count { return found }
            pause()
        }
        throw Late(description: "no \(word) came: \(freeSwitch.commands)")
    }

    /// Asks the emulator until it holds.
    func eventually(_ condition: () -> Bool) -> Bool {
        let patience = DispatchTime.now() + 10
        while DispatchTime.now() < patience {
            if condition() { return true }
            pause()
        }
        return false
    }

    /// Between two looks.
    private func pause() { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.005) }

    /// Hands values from the switchboard's thread to the test's.
    private final class Inbox<Value: Sendable>: Sendable {
        private let values = Locked<[Value]>([])
        private let arrived = DispatchSemaphore(value: 0)

        func post(_ value: Value) {
            values.withLock { $0.append(value) }
            arrived.signal()
        }

        func next() throws -> Value {
            guard arrived.wait(timeout: .now() + 10) == .success else { throw Late(description: "nothing came for 10 s") }
            return values.withLock { $0.removeFirst() }
        }
    }
}

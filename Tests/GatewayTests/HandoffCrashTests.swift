import CallControl
import Foundation
import Locking
import PostgresSupport
import Simulation
import Synchronization
import Testing
import Transport
import WireProtocols

@testable import Store

/// A real gateway process is killed at some point of a call whose caller wants a person while nobody is online (the document's second
/// scenario), and started again: at the end OmniPlay has the call's ticket once, whole.
@Suite(.serialized) struct HandoffCrashTests {
    /// When the gateway is killed.
    enum Point: Sendable, CustomTestStringConvertible {
        /// In the n-th such system call of one of its threads, before it is done; the store's writes are the only ones of their kind.
        case call(String, Int)
        /// When OmniPlay has seen so many requests, answered or not.
        case requests(Int)
        /// When OmniPlay has the ticket.
        case ticket

        var testDescription: String {
            switch self {
            case .call(let name, let number): "\(name) \(number)"
            case .requests(let number): "request \(number)"
            case .ticket: "ticket"
            }
        }

        /// Runs the gateway so that the kernel kills it there.
        var wrapper: [String] {
            guard case .call(let name, let number) = self else { return [] }
            return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(name)", "-e", "inject=\(name):signal=SIGKILL:when=\(number)"]
        }
    }

    /// From the call's first entry in the journal to its last; before its ninth write a gateway is still starting.
    static let points: [Point] =
        (4...17).map { .call("pwrite64", 1 + 2 * $0) } + (1...9).map { .call("fdatasync", $0) }
        + [.requests(1), .requests(2), .ticket]

    /// One gateway's life and afterlife.
    private final class World: Sendable {
        let omniplay: LocalOmniPlay
        let folder = FileManager.default.temporaryDirectory.appending(path: "kill-\(UUID().uuidString)").path
        let configuration: String
        let call = "kill-\(UUID().uuidString.lowercased())"
        let environment: [String: String]

        enum Store {
            case file, tmpfs
            case postgres(String)
        }

        init(provider: Int, faults: [OmniPlayFaultRule] = [], store: Store = .file) throws {
            var behaviour = OmniPlayBehaviour(token: "t0ken")
            behaviour.setOnline(0)
            behaviour.faults = faults
            omniplay = try LocalOmniPlay(behaviour)
            let port = try omniplay.start()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            configuration = folder + "/gateway.yaml"
            var environment = ["VOICE_AI_SERVICE_TOKEN": "t0ken"]
            var keys = "records_directory: '\(folder)/records'\n"
            switch store {
            case .file: keys += "store_path: '\(folder)/store.sqlite'"
            case .tmpfs: keys += "store_path: '\(folder)/tmpfs/store.sqlite'"
            case .postgres(let conninfo):
                environment["VOICE_GATEWAY_STORE_CONNINFO"] = conninfo
                keys += "store_silence_seconds: 2"
            }
            self.environment = environment
            try Self.yaml(provider: provider, omniplay: port, keys).write(toFile: configuration, atomically: true, encoding: .utf8)
        }

        static func yaml(provider: Int, omniplay: Int, _ keys: String) -> String {
            """
            loops: 1
            listeners: {test: {port: 0}}
            providers: {local: {kind: openai, url: 'ws://127.0.0.1:\(provider)/v1/realtime'}}
            secretaries: {test: {greeting_message: 'Claro, pode falar.', handoff: {omniplay_company_id: 1, digit: '0'}}}
            default_secretary: test
            omniplay: {url: 'http://127.0.0.1:\(omniplay)', ticket_timeout_ms: 1500}
            \(keys)
            """
        }

        func gateway(_ point: Point? = nil) throws -> GatewayProcess {
            try GatewayProcess(configuration, environment: environment, wrapper: point?.wrapper ?? [])
        }

        var tickets: Int { omniplay.tickets.count { $0.callUUID == call } }

        /// Has the store heard of the call?
        func isKnown() throws -> Bool {
            let store = try SQLiteStore(path: folder + "/store.sqlite")
            return try store.entry(ofCall: CallID(call)) != nil || store.orphans(at: 0).contains { $0.ticket.call.rawValue == call }
        }

        func retryAll() throws {
            let store = try SQLiteStore(path: folder + "/store.sqlite")
            for entry in try store.list([.pending], most: 9) { _ = try store.retry(entry.id, companyID: nil, at: 0) }
        }

        func end() {
            omniplay.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    /// Waits, and looks every 5 ms.
    private static func wait(_ seconds: Double, for condition: () throws -> Bool) rethrows -> Bool {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            if try condition() { return true }
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.005)
        }
        return try condition()
    }

    /// Calls, presses the key for a person when the agent begins to speak, and stays until the gateway is gone.
    /// - Returns: was it killed at its point?
    private static func callUntilKilled(_ world: World, _ gateway: GatewayProcess, at point: Point, on line: RawStream.Line) throws -> Bool {
        let stream = try RawStream("ws://127.0.0.1:\(gateway.port)/stream/test/\(world.call)/5511999998888", on: line)
        defer { stream.stop() }
        _ = wait(10) { stream.outcome.messages > 0 || !gateway.isRunning }
        stream.send(.text, Array(#"{"type":"dtmf","digit":"0"}"#.utf8))
        let isThere = wait(30) {
            switch point {
            // A point that this call doesn't reach: it ends as it should.
            case .call: !gateway.isRunning || stream.outcome.closure != nil
            case .requests(let number): world.omniplay.requests.count >= number
            case .ticket: world.tickets > 0
            }
        }
        // The stream's end is seen before the process's.
        let isGone = wait(1) { !gateway.isRunning }
        gateway.kill()
        if case .call = point { return isGone }
        return isThere
    }

    private func kill(_ world: World, at point: Point, on line: RawStream.Line) throws -> (wasKilled: Bool, isKnown: Bool) {
        // The tables are there before: what is written from now on is the call's.
        try world.gateway().terminate()
        let wasKilled = try Self.callUntilKilled(world, try world.gateway(point), at: point, on: line)
        let isKnown = try world.isKnown()
        // What OmniPlay refuses is tried again after a minute; an operator who mended it doesn't wait.
        try world.retryAll()
        let next = try world.gateway()
        _ = Self.wait(20) { world.tickets > 0 || !isKnown }
        next.terminate()
        return (wasKilled, isKnown)
    }

    @Test func aGatewayKilledAnywhereLosesNoTicket() throws {
        let provider = try LocalProvider(CallTests.short)
        defer { provider.stop() }
        let port = try provider.start(port: 0)
        let line = RawStream.Line()
        defer { line.stop() }
        let outcomes = Locked<[(point: Point, wasKilled: Bool, isKnown: Bool)]>([])
        try Self.inParallel(Self.points, width: 8) { point in
            let world = try World(provider: port)
            defer { world.end() }
            let (wasKilled, isKnown) = try kill(world, at: point, on: line)
            outcomes.withLock { $0.append((point, wasKilled, isKnown)) }
            #expect(world.tickets == (isKnown ? 1 : 0), "\(point.testDescription): \(world.tickets) tickets")
            guard let ticket = world.omniplay.tickets.first else { return }
            #expect(ticket.body["caller_id"]?.stringValue == "+5511999998888", "\(point.testDescription)")
            #expect(ticket.body["secretary_uuid"]?.stringValue == "test" && ticket.body["summary"]?.stringValue != nil, "\(point.testDescription)")
        }
        let killed = outcomes.withLock { $0 }.filter(\.wasKilled)
        #expect(killed.count >= 20, "killed at \(killed.map(\.point.testDescription))")
        #expect(killed.count(where: \.isKnown) >= 18, "known at \(killed.filter(\.isKnown).map(\.point.testDescription))")
    }

    /// OmniPlay fails in each of its ways, and the gateway dies when the ticket has first been tried.
    @Test func aGatewayKilledWhileOmniPlayFailsLosesNoTicket() throws {
        let faults = [
            "timeout", "timeout-after", "slow:1000", "status:500", "status-after:500", "status-after:409", "status:404", "expired", "garbage", "noise",
            "cut-before",
            "cut-after", "cut-answer",
        ]
        let provider = try LocalProvider(CallTests.short)
        defer { provider.stop() }
        let port = try provider.start(port: 0)
        let line = RawStream.Line()
        defer { line.stop() }
        try Self.inParallel(faults, width: 8) { fault in
            let world = try World(provider: port, faults: [try #require(OmniPlayFaultRule("tickets=\(fault)@1"))])
            defer { world.end() }
            // The agents' request is the first.
            let (wasKilled, isKnown) = try kill(world, at: .requests(2), on: line)
            #expect(wasKilled && isKnown, "\(fault)")
            #expect(world.tickets == 1, "\(fault): \(world.tickets) tickets")
        }
    }

    // MARK: Without room on the disk

    /// The store's folder is a small tmpfs that is filled up when `fill` is there, which `full` then says.
    private static func fullDisk(_ world: World) -> [String] {
        let script = """
            mkdir -p "$0" && mount -t tmpfs -o size=512k tmpfs "$0" || exit 1
            "$@" & gateway=$!
            trap 'kill -TERM $gateway' TERM
            until [ -e "$0.fill" ]; do kill -0 $gateway || exit 1; sleep 0.02; done
            cat /dev/zero > "$0/filler" 2>/dev/null
            touch "$0.full"
            until wait $gateway; [ $? -le 128 ] || ! kill -0 $gateway 2>/dev/null; do :; done
            """
        return ["unshare", "--map-root-user", "--mount", "sh", "-c", script, world.folder + "/tmpfs"]
    }

    @Test(arguments: [false, true]) func aFullDiskLosesNoTicketThatOmniPlayTakes(_ isOmniPlayDown: Bool) throws {
        let provider = try LocalProvider(CallTests.short)
        defer { provider.stop() }
        let world = try World(
            provider: try provider.start(port: 0), faults: isOmniPlayDown ? [try #require(OmniPlayFaultRule("tickets=status:500"))] : [], store: .tmpfs)
        defer { world.end() }
        let line = RawStream.Line()
        defer { line.stop() }
        let gateway = try GatewayProcess(world.configuration, environment: world.environment, wrapper: Self.fullDisk(world))
        try Data().write(to: URL(fileURLWithPath: world.folder + "/tmpfs.fill"))
        try #require(Self.wait(10) { FileManager.default.fileExists(atPath: world.folder + "/tmpfs.full") }, "the disk can't be filled")
        let stream = try RawStream("ws://127.0.0.1:\(gateway.port)/stream/test/\(world.call)/5511999998888", on: line)
        _ = Self.wait(10) { stream.outcome.messages > 0 }
        stream.send(.text, Array(#"{"type":"dtmf","digit":"0"}"#.utf8))
        _ = stream.waitForClose(40)
        gateway.terminate()
        #expect(world.tickets == (isOmniPlayDown ? 0 : 1))
        let record = try JSONDecoder().decode(CallRecord.self, from: Data(contentsOf: URL(fileURLWithPath: world.folder + "/records/\(world.call).json")))
        #expect(record.status == (isOmniPlayDown ? "failed" : "ticket_created"))
        // Nobody is told that something was noted which was not.
        #expect(record.transcript.contains { $0.text.hasPrefix("Seu protocolo") } == !isOmniPlayDown)
        #expect(
            record.transcript.contains { $0.text.hasSuffix("não consegui anotar sua solicitação. Por favor, ligue novamente mais tarde.") } == isOmniPlayDown)
    }

    // MARK: Two gateways on one PostgreSQL

    @Test func aGatewayThatDiesLeavesItsTicketsToTheOther() throws {
        let provider = try LocalProvider(CallTests.short)
        defer { provider.stop() }
        let port = try provider.start(port: 0)
        let conninfo = try PostgresServer.shared().makeDatabase()
        let line = RawStream.Line()
        defer { line.stop() }
        // Killed when it asks who is online, with the call in its journal; and when its ticket has been tried in vain.
        for point in [Point.requests(1), .requests(2)] {
            let world = try World(
                provider: port, faults: [try #require(OmniPlayFaultRule("tickets=timeout@1"))], store: .postgres(conninfo))
            defer { world.end() }
            let (first, second) = (try world.gateway(), try world.gateway())
            defer { second.terminate() }
            #expect(try Self.callUntilKilled(world, first, at: point, on: line))
            #expect(Self.wait(30) { world.tickets > 0 }, "\(point.testDescription)")
            #expect(world.tickets == 1)
        }
    }

    /// Runs on threads of its own: the calls block.
    private static func inParallel<Item: Sendable>(_ items: [Item], width: Int, _ body: @escaping (Item) throws -> Void) throws {
        let next = Atomic<Int>(0)
        let errors = Locked<[any Error]>([])
        nonisolated(unsafe) let body = body
        let done = DispatchSemaphore(value: 0)
        for _ in 0..<width {
            Thread.detachNewThread {
                defer { done.signal() }
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < items.count else { return }
                    do { try body(items[index]) } catch { errors.withLock { $0.append(error) } }
                }
            }
        }
        for _ in 0..<width { done.wait() }
        if let error = errors.withLock({ $0.first }) { throw error }
    }
}

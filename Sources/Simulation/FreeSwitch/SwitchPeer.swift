import CallControl
import Transport
import WireProtocols

/// One client of the emulated event socket.
final class SwitchPeer: TCPHandler {
    let number: Int
    /// Kept until this ends: bytes and timers may come while the emulator is being stopped.
    private let board: ScriptedSwitch
    private var connection: TCPConnection?
    private var buffer: [UInt8] = []
    private var isAuthenticated = false
    private var events: Set<String> = []
    private var subclasses: Set<String> = []
    private var filters: [(header: String, value: String)] = []
    /// Commands that wait, since an `api` command blocks its connection.
    private var queue: [(command: String, headers: [String: String])] = []
    private var isBlocked = false

    private static let longestCommand = 65_536

    init(_ number: Int, _ board: ScriptedSwitch) {
        self.number = number
        self.board = board
    }

    // MARK: Bytes

    func connectionOpened(_ connection: TCPConnection) {
        self.connection = connection
        send("Content-Type: auth/request\n\n")
    }

    func connection(_ connection: TCPConnection, received bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { buffer.append(contentsOf: $0.lazy.filter { $0 != UInt8(ascii: "\r") }) }
        guard buffer.count <= Self.longestCommand else { return close() }
        let newline = UInt8(ascii: "\n")
        while let end = buffer.indices.dropLast().first(where: { buffer[$0] == newline && buffer[$0 + 1] == newline }) {
            let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\n").map(String.init)
            buffer.removeFirst(end + 2)
            guard let command = lines.first else { continue }
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let halves = line.split(separator: ":", maxSplits: 1).map(String.init)
                if halves.count == 2 { headers[halves[0].lowercased()] = halves[1].split(separator: " ").joined(separator: " ") }
            }
            queue.append((command, headers))
        }
        drain()
    }

    func connection(_ connection: TCPConnection, ended reason: String) {
        self.connection = nil
        board.forget(self)
    }

    func close() {
        connection?.close()
        connection = nil
        board.forget(self)
    }

    private func send(_ text: String) { connection?.send(Array(text.utf8).span) }

    // MARK: Commands

    private func drain() {
        while !isBlocked, !queue.isEmpty, connection != nil {
            let (command, headers) = queue.removeFirst()
            guard board.admits(command, job: headers["job-uuid"], of: self) else { continue }
            take(command, headers)
        }
    }

    private func take(_ command: String, _ headers: [String: String]) {
        let (word, rest) = Self.halves(command)
        guard isAuthenticated || word == "auth" || word == "exit" else { return reply("-ERR command not found") }
        switch word {
        case "auth": authenticate(rest)
        case "event": subscribe(rest)
        case "filter": filter(rest)
        case "api": runNow(rest)
        case "bgapi": runLater(rest, headers)
        case "noevents": (events, subclasses) = ([], [])
        case "exit":
            reply("+OK bye")
            send("Content-Type: text/disconnect-notice\nContent-Length: 22\n\nDisconnected, goodbye.")
            close()
        default: reply("-ERR command not found")
        }
    }

    static func halves(_ text: String) -> (String, String) {
        let halves = text.split(separator: " ", maxSplits: 1).map(String.init)
        return (halves.first ?? "", halves.count == 2 ? halves[1] : "")
    }

    private func reply(_ text: String, job: String? = nil) {
        send("Content-Type: command/reply\nReply-Text: \(text)\n" + (job.map { "Job-UUID: \($0)\n" } ?? "") + "\n")
    }

    private func authenticate(_ password: String) {
        guard password == board.plan.password else {
            reply("-ERR invalid")
            send("Content-Type: text/disconnect-notice\nContent-Length: 67\n\nDisconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n")
            return close()
        }
        isAuthenticated = true
        reply("+OK accepted")
    }

    private func subscribe(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.first == "plain" else { return reply("-ERR no keywords supplied") }
        var isCustom = false
        for word in words.dropFirst() {
            if isCustom { subclasses.insert(word) } else if word == "CUSTOM" { isCustom = true } else { events.insert(word.uppercased()) }
        }
        reply("+OK event listener enabled plain")
    }

    private func filter(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        if words.count >= 2, words[0] == "delete" {
            filters.removeAll { $0.header == words[1] && (words.count < 3 || $0.value == words[2]) }
            return reply("+OK filter deleted. [\(words[1])]=[\(words.count > 2 ? words[2] : "")]")
        }
        guard words.count == 2 else { return reply("-ERR invalid syntax") }
        filters.append((words[0], words[1]))
        reply("+OK filter added. [\(words[0])]=[\(words[1])]")
    }

    private func runNow(_ command: String) {
        isBlocked = true
        board.run(command) { [weak self] result in
            guard let self else { return }
            send("Content-Type: api/response\nContent-Length: \(result.utf8.count)\n\n\(result)")
            isBlocked = false
            drain()
        }
    }

    private func runLater(_ command: String, _ headers: [String: String]) {
        let wanted = headers["job-uuid"].map { String($0.prefix(36)) }
        let job = board.plan.choosesJobIDs ? board.makeID() : wanted ?? board.makeID()
        let (word, arguments) = Self.halves(command)
        let announce = { [weak self] () -> Void in self?.reply("+OK Job-UUID: \(job)", job: job) }
        if !board.plan.resultsOvertakeReplies { announce() }
        board.later(board.plan.jobDelay) { [board] in
            board.run(command) { result in
                let headers = [("Job-UUID", job), ("Job-Command", word), ("Job-Command-Arg", arguments)]
                board.emit(EmulatedEvent(name: "BACKGROUND_JOB", headers: headers, body: result))
            }
            if board.plan.resultsOvertakeReplies { announce() }
        }
    }

    // MARK: Events

    func hear(_ event: EmulatedEvent, _ bytes: [UInt8]) {
        guard isAuthenticated, isSubscribed(event), passes(event) else { return }
        connection?.send(bytes.span)
    }

    private func isSubscribed(_ event: EmulatedEvent) -> Bool {
        if let subclass = event.subclass { return subclasses.contains(subclass) || events.contains("ALL") }
        return events.contains(event.name) || events.contains("ALL")
    }

    private func passes(_ event: EmulatedEvent) -> Bool { filters.isEmpty || filters.contains { event.value(of: $0.header) == $0.value } }

    /// As a hung process: takes the bytes, answers nothing. As a killed one: closes.
    func drop() { close() }
}

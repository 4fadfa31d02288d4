import CallControl
import Dispatch
import Foundation
import Gateway
import Installation
import Locking
import Settings
import Store
import Transport
import WireProtocols

/// What takes its time: folders, files, the store, recordings. One thing after the other, on a thread of its own.
final class ConsoleWork: Sendable {
    private let gateway: Gateway
    private let text: ConsoleText
    private let settings: ConsoleSettings
    private let queue = DispatchQueue(label: "console", qos: .utility)
    private let archive: Locked<CallArchive?>
    /// Jobs that wait or run; beyond the limit visitors are asked to come back.
    private let waiting = Locked(0)
    private static let limit = 16
    /// Of a recording that is sent at a time, and of one that is sent whole.
    private static let piece = 1 << 20
    /// Browsers ask for pieces; what is sent whole is in memory until it is sent.
    private static let longest = 32 << 20

    init(_ gateway: Gateway, _ settings: ConsoleSettings) {
        self.gateway = gateway
        self.settings = settings
        text = ConsoleText(settings: settings)
        archive = Locked(gateway.settings.recordsDirectory.map { CallArchive($0) })
    }

    /// Does something slow, and keeps the promise with what comes of it.
    private func perform(_ body: @escaping @Sendable () throws -> HTTPServerResponse) -> HTTPServerReaction {
        let isTaken = waiting.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isTaken else { return .answer(.problem(503, "the console is busy; try again in a moment", .busy)) }
        let promise = HTTPPromise()
        queue.async { [self] in
            let response: HTTPServerResponse
            do { response = try body() } catch {
                // Foundation's errors are no sentences, and tell paths.
                response =
                    (error as? StoreFailure).map { .problem(500, $0.description) }
                    ?? .problem(500, "a folder or file can't be read: the gateway's user must be allowed to", .unreadable)
            }
            waiting.withLock { $0 -= 1 }
            promise.keep(response)
        }
        return .promise(promise)
    }

    /// Reads the records there are before anybody asks: ten thousand take seconds.
    func prepare(at now: Instant) {
        queue.async { [self] in archive.withLock { archive in try? archive?.refresh(at: now) } }
    }

    // MARK: Calls that ended

    func calls(_ wish: CallArchive.Wish, at now: Instant) -> HTTPServerReaction {
        perform { [self] in
            let secretaries = gateway.settings.secretaries
            let name = { (uuid: String) in secretaries[uuid]?.name ?? uuid }
            let found = try archive.withLock { archive -> (rows: [JSONValue], hasMore: Bool)? in
                let found = try archive?.calls(wish, at: now, name: name, number: text.masked)
                return found.map { found in
                    (found.rows.map { text.ended($0, secretary: name($0.secretary), hasRecording: recording($0.callID, $0.startedAt) != nil) }, found.hasMore)
                }
            }
            guard let found else { return .problem(404, "no records are kept: the configuration names no records_directory", .noRecords) }
            return .json(.object(["calls": .array(found.rows), "more": .bool(found.hasMore)]))
        }
    }

    func record(_ file: String) -> HTTPServerReaction {
        perform { [self] in
            guard let record = archive.withLock({ $0?.record(file) }) else { return .problem(404, "there is no such call") }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let own = String(decoding: try encoder.encode(text.masked(record)), as: UTF8.self)
            let hasRecording = recording(record.call_uuid, record.started_at) != nil
            let address = JSONValue.string("/api/calls/\(PercentEncoding.encode(file))/recording")
            let recording: JSONValue = hasRecording ? .object(["url": address, "type": "audio/ogg", "offset_ms": 0]) : .null
            let name = JSONValue.string(gateway.settings.secretaries[record.secretary_uuid]?.name ?? record.secretary_uuid)
            return .json("{\"record\":\(own),\"secretary\":\(name.text),\"recording\":\(recording.text),\"waveform\":\(hasRecording)}")
        }
    }

    /// The recording's path, if it is on this machine and may be heard.
    private func recording(_ call: String, _ start: Int64) -> String? {
        guard !settings.masksTranscripts, let path = gateway.recordingPath(CallID(call), startedAt: start) else { return nil }
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private func recording(of file: String) -> String? {
        archive.withLock { $0?.record(file) }.flatMap { recording($0.call_uuid, $0.started_at) }
    }

    func recording(_ file: String, range: String?) -> HTTPServerReaction {
        perform { [self] in
            guard let path = recording(of: file), let handle = FileHandle(forReadingAtPath: path) else { return .problem(404, "there is no recording here") }
            defer { try? handle.close() }
            let size = Int(try handle.seekToEnd())
            switch ByteRange.wish(range, of: size, most: Self.piece) {
            case .impossible: return HTTPServerResponse(status: 416, contentType: "text/plain", body: [], headers: ["content-range": "bytes */\(size)"])
            case .whole:
                guard size <= Self.longest else { return .problem(413, "this recording is sent in parts only (Range)") }
                try handle.seek(toOffset: 0)
                return HTTPServerResponse(
                    status: 200, contentType: "audio/ogg", body: Array(try handle.readToEnd() ?? Data()), headers: ["accept-ranges": "bytes"])
            case .part(let range):
                try handle.seek(toOffset: UInt64(range.first))
                let body = Array(try handle.read(upToCount: range.end - range.first) ?? Data())
                guard !body.isEmpty else { return .problem(404, "the recording has gone") }
                let place = "bytes \(range.first)-\(range.first + body.count - 1)/\(size)"
                return HTTPServerResponse(
                    status: 206, contentType: "audio/ogg", body: body, headers: ["accept-ranges": "bytes", "content-range": place])
            }
        }
    }

    func waveform(_ file: String) -> HTTPServerReaction {
        perform { [self] in
            guard let path = recording(of: file), let handle = FileHandle(forReadingAtPath: path) else { return .problem(404, "there is no recording here") }
            defer { try? handle.close() }
            let form = try Waveform { (try? handle.read(upToCount: 65_536)).flatMap { $0 }.map { Array($0) } ?? [] }
            func levels(_ levels: [Int]) -> JSONValue { .array(levels.map { .integer($0) }) }
            return .json(
                .object([
                    "duration_ms": .integer(form.durationMilliseconds), "bin_ms": .integer(form.binMilliseconds), "caller": levels(form.caller),
                    "agent": levels(form.agent),
                ]))
        }
    }

    // MARK: Outbox

    func outbox() -> HTTPServerReaction {
        perform { [self] in .json(text.outbox(try gateway.outboxEntries(most: 200), gateway.state.outbox)) }
    }

    /// - Parameter now: Unix milliseconds.
    func retry(_ id: String, at now: Int64) -> HTTPServerReaction {
        perform { [self] in
            guard let number = Int64(id), try gateway.retryTicket(number, at: now) else { return .problem(404, "there is no undelivered ticket \(id)") }
            return HTTPServerResponse(status: 204, text: "")
        }
    }
}

/// Problems that the page has words of its own for.
enum ProblemKind: String, CaseIterable {
    case busy, unreadable
    case viewOnly = "view_only"
    case noRecords = "no_records"
    case otherSite = "other_site"
}

extension HTTPServerResponse {
    static func json(_ value: JSONValue, status: Int = 200) -> HTTPServerResponse { json(value.text, status: status) }

    static func json(_ text: String, status: Int = 200) -> HTTPServerResponse {
        HTTPServerResponse(status: status, contentType: "application/json", body: Array(text.utf8))
    }

    static func problem(_ status: Int, _ text: String, _ kind: ProblemKind? = nil) -> HTTPServerResponse {
        json(.object(["error": .string(text), "kind": kind.map { .string($0.rawValue) } ?? .null]), status: status)
    }
}

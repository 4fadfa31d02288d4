import CallControl
import Dispatch
import Foundation
import Locking
import Settings
import Transport
import WireProtocols

/// Looks after finished recordings, on a thread of its own: uploads them until they are there, deletes them when they are old. Bounded:
/// a few uploads at a time, some thousand known; all others wait in the folder, which is the queue.
final class RecordingKeeper: Sendable {
    private struct Upload {
        var path: String
        var attempts = 0
        var due: Instant
    }

    private struct State {
        var waiting: [Upload] = []
        /// Waiting or under way.
        var known: Set<String> = []
        var running = 0
        var isStopping = false
        /// The folder holds more than is known.
        var hasMore = false
    }

    let folder: RecordingFolder
    private let address: StorageAddress
    private let retention: Duration?
    private let tell: @Sendable (RecordingEvent) -> Void
    private let client = HTTPClient()
    private let state = Locked(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    static let concurrency = 4
    static let limit = 10_000
    /// How often old recordings are looked for, and more of those that wait.
    private static let sweep = Duration.seconds(600)

    init(folder: RecordingFolder, address: StorageAddress, retention: Duration?, tell: @escaping @Sendable (RecordingEvent) -> Void) {
        self.folder = folder
        self.address = address
        self.retention = retention
        self.tell = tell
        let thread = Thread { [self] in run() }
        thread.name = "recordings"
        thread.start()
    }

    /// Recordings that wait for their upload, as far as known.
    var pending: Int { state.withLock { $0.known.count } }

    /// A recording is finished, and marked as waiting if it is to be uploaded.
    func add(_ path: String) {
        guard address.upload != nil else { return }
        enqueue([path])
        wake.signal()
    }

    /// Ends the thread; what has not been uploaded is found again at the next start.
    func stop() {
        state.withLock { $0.isStopping = true }
        wake.signal()
        _ = ended.wait(timeout: .now() + 10)
        client.stop()
    }

    private func enqueue(_ paths: [String]) {
        state.withLock { state in
            for path in paths where !state.known.contains(path) {
                guard state.known.count < Self.limit else { return state.hasMore = true }
                state.known.insert(path)
                state.waiting.append(Upload(path: path, due: RecorderThread.now))
            }
        }
    }

    // MARK: The thread

    private func run() {
        for path in folder.recover() {
            if address.upload != nil { folder.markWaiting(path) }
            tell(.recovered(path: path))
        }
        var swept: Instant?
        while !state.withLock({ $0.isStopping }) {
            let now = RecorderThread.now
            if swept.map({ now - $0 >= Self.sweep }) ?? true {
                swept = now
                look()
            }
            startUploads(at: now)
            _ = wake.wait(timeout: .now() + .milliseconds(250))
        }
        ended.signal()
    }

    private func look() {
        if let retention {
            let limit = Int(Date().timeIntervalSince1970 - retention.inMilliseconds / 1_000)
            let (count, unsent) = folder.removeOlder(than: limit)
            if count > 0 { tell(.expired(count: count, unsent: unsent)) }
        }
        if address.upload != nil { refill() }
    }

    private func refill() {
        state.withLock { $0.hasMore = false }
        enqueue(folder.waitingRecordings())
    }

    private func startUploads(at now: Instant) {
        while let upload = next(at: now) { send(upload) }
        if state.withLock({ $0.hasMore && $0.known.count < Self.limit / 2 }) { refill() }
    }

    private func next(at now: Instant) -> Upload? {
        state.withLock { state in
            guard state.running < Self.concurrency, let index = state.waiting.firstIndex(where: { $0.due <= now }) else { return nil }
            state.running += 1
            return state.waiting.remove(at: index)
        }
    }

    // MARK: One upload

    private func send(_ upload: Upload) {
        guard let storage = address.upload, let url = address.object(upload.path) else { return }
        let path = folder.fullPath(upload.path)
        guard let digest = FileDigest.sha256(ofFile: path), let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else {
            // Deleted by age, or by hand.
            folder.markUploaded(upload.path, removing: false)
            return forget(upload.path)
        }
        var request = HTTPRequest(
            method: "PUT", url: url, headers: [("x-amz-content-sha256", digest), ("Content-Type", "audio/ogg")], connectTimeout: .seconds(10),
            timeout: .seconds(60 + size / 20_000), extraCAFile: storage.extraCAFile, maxResponse: 65_536)
        request.file = path
        request.signature = AWSSignature(region: storage.region, accessKey: storage.accessKey.exposed, secretKey: storage.secretKey.exposed)
        client.send(request) { [self] answer in finished(upload, url, answer) }
    }

    private func finished(_ upload: Upload, _ url: String, _ answer: Result<HTTPResponse, HTTPFailure>) {
        let problem: String
        switch answer {
        case .success(let response) where (200..<300).contains(response.status):
            folder.markUploaded(upload.path, removing: address.upload?.removesLocalCopy ?? false)
            forget(upload.path)
            return tell(.uploaded(path: upload.path, url: url, attempts: upload.attempts + 1))
        case .success(let response): problem = StorageError.text(status: response.status, body: response.body)
        case .failure(let failure): problem = failure.description
        }
        retry(upload, after: problem)
    }

    private func retry(_ upload: Upload, after problem: String) {
        var random = SystemRandomNumberGenerator()
        var next = upload
        next.attempts += 1
        let delay = UploadBackoff.delay(afterAttempt: next.attempts, using: &random)
        next.due = RecorderThread.now + delay
        let isStopping = state.withLock { state in
            state.running -= 1
            state.waiting.append(next)
            return state.isStopping
        }
        if !isStopping { tell(.uploadFailed(path: upload.path, problem: problem, retryAfter: delay)) }
        wake.signal()
    }

    private func forget(_ path: String) {
        state.withLock { state in
            state.running -= 1
            state.known.remove(path)
        }
        wake.signal()
    }
}

import CCurl
import CLibUV
import Glibc
import Locking

/// A request to be made off the loops.
public struct HTTPRequest: Sendable {
    public var method: String
    public var url: String
    /// Values may be secret; they never appear in errors.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?
    /// A file to send as the body in place of `body`; it is read as it is sent, and must stay as it is meanwhile.
    public var file: String?
    /// How the request is signed, where it must be.
    public var signature: AWSSignature?
    public var connectTimeout: Duration
    public var timeout: Duration
    public var extraCAFile: String?
    public var maxResponse: Int
    public var connection: Connection

    /// Which connection a request may take.
    public enum Connection: Equatable, Sendable {
        /// One that is open already. If it turns out to be dead, curl sends the request again on another.
        case pooled
        /// One of its own, so that the request is sent once and never again behind the caller's back.
        case fresh
    }

    public init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil, connectTimeout: Duration = .seconds(2),
        timeout: Duration = .seconds(5), extraCAFile: String? = nil, maxResponse: Int = 1 << 20, connection: Connection = .pooled
    ) {
        self.connection = connection
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.extraCAFile = extraCAFile
        self.maxResponse = maxResponse
    }
}

public struct HTTPResponse: Equatable, Sendable {
    public var status: Int
    public var body: [UInt8]
    /// The server's clock: the header `Date` as it came.
    public var date: String?
}

/// Makes HTTP requests with libcurl on a thread of its own; nothing here ever runs on an event loop. Bounded: at most 1,024
/// requests at a time, more are refused at once.
public final class HTTPClient: Sendable {
    public typealias Completion = @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void

    private struct State {
        var waiting: [(HTTPRequest, Completion)] = []
        var running = 0
        var isStopping = false
    }

    private static let limit = 1_024
    private let state = Locked(State())
    private let multi: MultiHandle
    private let ended = DispatchlessSemaphore()

    public init() {
        multi = MultiHandle()
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<HTTPClient>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, me)
        pthread_detach(thread)
    }

    /// `completion` is called on the client's thread.
    public func send(_ request: HTTPRequest, _ completion: @escaping Completion) {
        let refused = state.withLock { state in
            guard !state.isStopping, state.running + state.waiting.count < Self.limit else { return true }
            state.waiting.append((request, completion))
            return false
        }
        if refused { return completion(.failure(HTTPFailure(description: "too many requests are under way"))) }
        curl_multi_wakeup(multi.handle)
    }

    /// Gives up what is under way and ends the thread. A second time it does nothing.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            return !state.isStopping
        }
        guard isFirst else { return }
        curl_multi_wakeup(multi.handle)
        ended.wait()
    }

    private func run() {
        var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
        while true {
            let (fresh, isStopping) = state.withLock { state in
                defer {
                    state.running += state.waiting.count
                    state.waiting = []
                }
                return (state.waiting, state.isStopping)
            }
            for (request, completion) in fresh { start(request, completion, &transfers) }
            if isStopping { break }
            var running: Int32 = 0
            curl_multi_perform(multi.handle, &running)
            collect(&transfers)
            curl_multi_poll(multi.handle, nil, 0, 1_000, nil)
        }
        for transfer in transfers.values {
            curl_multi_remove_handle(multi.handle, transfer.easy)
            transfer.completion(.failure(HTTPFailure(description: "the gateway is stopping")))
        }
        ended.post()
    }

    private func start(_ request: HTTPRequest, _ completion: @escaping Completion, _ transfers: inout [UnsafeMutableRawPointer: Transfer]) {
        do {
            let transfer = try Transfer(request, completion)
            transfers[transfer.easy] = transfer
            curl_multi_add_handle(multi.handle, transfer.easy)
        } catch {
            state.withLock { $0.running -= 1 }
            completion(.failure(error))
        }
    }

    private func collect(_ transfers: inout [UnsafeMutableRawPointer: Transfer]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.handle, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = vg_curl_result(message)
            curl_multi_remove_handle(multi.handle, easy)
            guard let transfer = transfers.removeValue(forKey: easy) else { continue }
            state.withLock { $0.running -= 1 }
            transfer.completion(transfer.result(code))
        }
    }
}

/// libcurl's multi handle.
///
/// `@unchecked Sendable`: only `curl_multi_wakeup`, which is thread-safe, is called off the client's thread.
private final class MultiHandle: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer

    init() {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let handle = curl_multi_init() else { preconditionFailure("libcurl could not be started") }
        self.handle = handle
        vg_curl_multi_set_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, 64)
    }

    deinit { curl_multi_cleanup(handle) }
}

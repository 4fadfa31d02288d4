import CLibUV
import Glibc
import Locking

/// One address a name stands for.
struct SocketAddress: Sendable {
    var storage: sockaddr_storage
    var length: socklen_t
}

/// Turns names into addresses on threads of its own, since `getaddrinfo` blocks; answers are kept for 30 s.
public final class Resolver: Sendable {
    private struct Entry {
        var addresses: [SocketAddress]
        var expires: Int64
    }
    private struct State {
        var cache: [String: Entry] = [:]
        /// Names to be looked up, oldest first.
        var waiting: [(key: String, host: String, port: Int)] = []
        /// Who waits for a name; many calls dial the same one.
        var asking: [String: [@Sendable ([SocketAddress]) -> Void]] = [:]
        var idleThreads = 0
        var threads = 0
        var isStopping = false
    }

    private static let mostThreads = 8
    private static let mostWaiting = 4_096
    private static let lifetime: Int64 = 30_000_000_000

    private let state = Locked(State())
    private let semaphore: DispatchlessSemaphore

    public init() { semaphore = DispatchlessSemaphore() }

    public func stop() {
        let threads = state.withLock { state in
            state.isStopping = true
            return state.threads
        }
        for _ in 0..<threads { semaphore.post() }
    }

    /// Calls `done` (on any thread, or at once from the cache) with the addresses; none if the name is unknown or too much is waiting.
    func resolve(_ host: String, port: Int, _ done: @escaping @Sendable ([SocketAddress]) -> Void) {
        let key = "\(host):\(port)"
        let now = monotonicNow()
        if let literal = Self.lookUp(host, port, numericOnly: true) { return done(literal) }
        let cached = state.withLock { $0.cache[key].flatMap { $0.expires > now ? $0.addresses : nil } }
        if let cached { return done(cached) }
        enum Step { case wait, spawn, refuse, join }
        let step = state.withLock { state -> Step in
            guard !state.isStopping else { return .refuse }
            if let others = state.asking[key] {
                guard others.count < Self.mostWaiting else { return .refuse }
                state.asking[key]?.append(done)
                return .join
            }
            guard state.waiting.count < Self.mostWaiting else { return .refuse }
            state.asking[key] = [done]
            state.waiting.append((key, host, port))
            guard state.idleThreads == 0, state.threads < Self.mostThreads else { return .wait }
            state.threads += 1
            return .spawn
        }
        switch step {
        case .refuse: return done([])
        case .join: return
        case .spawn: spawn()
        case .wait: break
        }
        semaphore.post()
    }

    private func spawn() {
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Resolver>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, me)
        pthread_detach(thread)
    }

    private func work() {
        while true {
            state.withLock { $0.idleThreads += 1 }
            semaphore.wait()
            let job = state.withLock { state in
                state.idleThreads -= 1
                return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
            guard let job else {
                if state.withLock({ $0.isStopping }) { return }
                continue
            }
            let found = Self.lookUp(job.host, job.port, numericOnly: false) ?? []
            let asking = state.withLock { state in
                if state.cache.count > 1_000 { state.cache.removeAll() }
                if !found.isEmpty { state.cache[job.key] = Entry(addresses: found, expires: monotonicNow() + Self.lifetime) }
                return state.asking.removeValue(forKey: job.key) ?? []
            }
            for done in asking { done(found) }
        }
    }

    private static func lookUp(_ host: String, _ port: Int, numericOnly: Bool) -> [SocketAddress]? {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = numericOnly ? AI_NUMERICHOST | AI_NUMERICSERV : AI_NUMERICSERV | AI_ADDRCONFIG
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var addresses: [SocketAddress] = []
        var next = found
        while let entry = next, addresses.count < 8 {
            var storage = sockaddr_storage()
            memcpy(&storage, entry.pointee.ai_addr, Int(entry.pointee.ai_addrlen))
            addresses.append(SocketAddress(storage: storage, length: entry.pointee.ai_addrlen))
            next = entry.pointee.ai_next
        }
        return addresses
    }
}

/// A counting semaphore for threads that have nothing to do with Dispatch.
///
/// `@unchecked Sendable`: libuv's semaphore is made to be shared.
final class DispatchlessSemaphore: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<uv_sem_t>.allocate(capacity: 1)
    init() { uv_sem_init(semaphore, 0) }
    deinit {
        uv_sem_destroy(semaphore)
        semaphore.deallocate()
    }
    func post() { uv_sem_post(semaphore) }
    func wait() { uv_sem_wait(semaphore) }
}

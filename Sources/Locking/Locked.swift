import Glibc

/// A value that threads share, behind a mutex of the C library. `Synchronization.Mutex` would do as well, but on Linux it is a futex that the
/// thread sanitizer does not see: it takes every access for a race, and reports about real ones drown in these. What the compiler checks is the
/// same: nothing of the value goes in or out but what may be sent between threads.
///
/// `@unchecked Sendable`: the value is reached with the mutex held only.
public final class Locked<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)

    public init(_ value: consuming sending Value) {
        self.value.initialize(to: value)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    public func withLock<Result, Failure: Error>(_ body: (inout sending Value) throws(Failure) -> sending Result) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}

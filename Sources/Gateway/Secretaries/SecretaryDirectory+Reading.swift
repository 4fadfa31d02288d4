import CallControl
import Dispatch
import Locking
import Logging
import PostgreSQL
import Settings

/// The threads' side.
extension SecretaryDirectory {
    /// Sentences remembered as said; an operator with more than that has other problems.
    private static let mostSaid = 4_096

    /// One thread's life: a connection that is made when it is first needed, and again after it broke.
    func run() {
        var reader: FusionPBXReader?
        while let (key, askedAt) = next() {
            guard clock() - askedAt < settings.lookUpTimeout else {
                settle(key, .failure(.timedOut(after: settings.lookUpTimeout)))
                continue
            }
            settle(key, look(up: key, with: &reader))
        }
    }

    /// - Returns: `nil` when it is time to stop.
    private func next() -> (SecretaryKey, Instant)? {
        while true {
            wake.wait()
            let (isStopping, key, askedAt) = state.withLock { state -> (Bool, SecretaryKey?, Instant?) in
                if state.isStopping || state.queue.isEmpty { return (state.isStopping, nil, nil) }
                let key = state.queue.removeFirst()
                return (false, key, state.requests[key]?.askedAt)
            }
            if isStopping { return nil }
            if let key, let askedAt { return (key, askedAt) }
        }
    }

    private func look(up key: SecretaryKey, with reader: inout FusionPBXReader?) -> Result<SecretaryLookUp, PostgresError> {
        let isOld = reader?.isUsable ?? false
        let first = attempt(key, with: &reader)
        // A server that was restarted in the meantime shows only when it is asked.
        if isOld, case .failure(.lost) = first { return attempt(key, with: &reader) }
        return first
    }

    private func attempt(_ key: SecretaryKey, with reader: inout FusionPBXReader?) -> Result<SecretaryLookUp, PostgresError> {
        do throws(PostgresError) {
            if let reader, reader.isUsable { return .success(try reader.look(up: key)) }
            reader = nil
            let new = try FusionPBXReader(settings)
            reader = new
            for missing in new.missingColumns { say(.notice, "FusionPBX's database lacks columns, defaults count", missing) }
            return .success(try new.look(up: key))
        } catch {
            return .failure(error)
        }
    }

    private func settle(_ key: SecretaryKey, _ result: Result<SecretaryLookUp, PostgresError>) {
        let now = clock()
        let (answer, notes, waiters, before) = state.withLock { state in
            let before = state.problem
            let (answer, notes) = Self.settled(key, result, at: now, &state)
            return (answer, notes, state.requests.removeValue(forKey: key)?.waiters ?? [], before)
        }
        for note in notes { say(.warning, "A secretary of FusionPBX is not as it should be", "\(key.uuid): \(note)") }
        switch (before, result) {
        case (nil, .failure(let error)): logger.error("FusionPBX's database cannot be asked", metadata: ["problem": .string(error.description)])
        case (.some, .success): logger.notice("FusionPBX's database answers again")
        default: break
        }
        for waiter in waiters { waiter(answer) }
    }

    private static func settled(
        _ key: SecretaryKey, _ result: Result<SecretaryLookUp, PostgresError>, at now: Instant, _ state: inout State
    ) -> (SecretaryAnswer, notes: [String]) {
        switch result {
        case .success(let lookUp):
            (state.problem, state.restsUntil) = (nil, nil)
            return state.cache.store(lookUp, for: key, at: now, state.context)
        case .failure(let error):
            (state.problem, state.restsUntil) = (error.description, now + rest)
            return (state.cache.stale(key, at: now) ?? .failed(error.description), [])
        }
    }

    /// Once, however often it is found.
    private func say(_ level: Logger.Level, _ message: Logger.Message, _ detail: String) {
        let isNew = state.withLock { $0.said.count < Self.mostSaid && $0.said.insert(detail).inserted }
        if isNew { logger.log(level: level, message, metadata: ["detail": .string(detail)]) }
    }
}

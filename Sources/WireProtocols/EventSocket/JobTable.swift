import CallControl

/// A request that runs in FreeSWITCH's background.
struct Job: Equatable, Sendable {
    var ticket: EventSocketSession.Ticket
    var request: SwitchRequest
    var deadline: Instant
}

/// The jobs under way, by id, and results that came before anybody knew whose they are.
struct JobTable: Equatable, Sendable {
    enum Finish: Equatable {
        case known(Job)
        /// It may belong to a job whose reply is still to come.
        case kept
        case foreign
    }

    private var jobs: [String: Job] = [:]
    /// The oldest first.
    private var early: [(id: String, result: String)] = []
    /// Ids that FreeSWITCH has not confirmed.
    private var unconfirmed: Set<String> = []
    private static let mostEarly = 16

    static func == (left: Self, right: Self) -> Bool {
        left.jobs == right.jobs && left.early.map(\.id) == right.early.map(\.id) && left.unconfirmed == right.unconfirmed
    }

    var count: Int { jobs.count }
    var nextDeadline: Instant? { jobs.values.lazy.map(\.deadline).min() }

    mutating func add(_ job: Job, as id: String) {
        jobs[id] = job
        unconfirmed.insert(id)
    }

    mutating func finish(_ id: String, result: String) -> Finish {
        if let job = remove(id) { return .known(job) }
        guard !unconfirmed.isEmpty else { return .foreign }
        if early.count == Self.mostEarly { early.removeFirst() }
        early.append((id, result))
        return .kept
    }

    /// FreeSWITCH confirms a job, under its own id or another.
    /// - Returns: the job and its result, if that was there first.
    mutating func rename(_ ours: String, to theirs: String) -> (Job, String)? {
        unconfirmed.remove(ours)
        defer { if unconfirmed.isEmpty { early = [] } }
        guard ours != theirs, let job = jobs.removeValue(forKey: ours) else { return nil }
        if let index = early.firstIndex(where: { $0.id == theirs }) { return (job, early.remove(at: index).result) }
        jobs[theirs] = job
        return nil
    }

    mutating func remove(_ id: String) -> Job? {
        unconfirmed.remove(id)
        return jobs.removeValue(forKey: id)
    }

    /// - Returns: their tickets, in the order in which they were given out.
    mutating func removeExpired(at now: Instant) -> [EventSocketSession.Ticket] {
        let expired = jobs.filter { now >= $0.value.deadline }
        for id in expired.keys { _ = remove(id) }
        return expired.values.map(\.ticket).sorted()
    }

    mutating func removeAll() -> [EventSocketSession.Ticket] {
        defer { self = JobTable() }
        return jobs.values.map(\.ticket).sorted()
    }
}

import CPostgreSQL
import Glibc

extension PostgresConnection {
    /// Brings a started connection to its end.
    func finishConnecting(within limit: Duration) throws(PostgresError) {
        let deadline = ContinuousClock.now + limit
        var state = PGRES_POLLING_WRITING
        while let handle {
            switch state {
            case PGRES_POLLING_OK:
                PQsetnonblocking(handle, 1)
                return
            case PGRES_POLLING_READING: try waitForSocket(Int16(POLLIN), until: deadline, limit)
            case PGRES_POLLING_WRITING: try waitForSocket(Int16(POLLOUT), until: deadline, limit)
            default: throw failed(PostgresError.unreachable)
            }
            state = PQconnectPoll(handle)
        }
        throw .unreachable("no memory for a connection")
    }

    /// Sends a statement by `send`, and takes its whole answer.
    func run(_ send: (OpaquePointer) -> Int32) throws(PostgresError) -> PostgresResult {
        guard let handle else { throw .lost("it is closed") }
        guard send(handle) == 1 else { throw failed(PostgresError.lost) }
        PQsetSingleRowMode(handle)
        let deadline = ContinuousClock.now + wait
        try flush(handle, until: deadline)
        var answer = PostgresAnswer(limit: limit)
        while let result = try next(handle, until: deadline) {
            defer { PQclear(result) }
            answer.take(result, message: masked)
            if answer.isTooLong {
                close()
                throw .tooLong(limit: limit)
            }
        }
        guard isUsable else { throw failed(PostgresError.lost) }
        return try answer.result()
    }

    private func flush(_ handle: OpaquePointer, until deadline: ContinuousClock.Instant) throws(PostgresError) {
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1:
                try waitForSocket(Int16(POLLIN | POLLOUT), until: deadline, wait)
                if PQconsumeInput(handle) == 0 { throw failed(PostgresError.lost) }
            default: throw failed(PostgresError.lost)
            }
        }
    }

    private func next(_ handle: OpaquePointer, until deadline: ContinuousClock.Instant) throws(PostgresError) -> OpaquePointer? {
        while PQisBusy(handle) == 1 {
            try waitForSocket(Int16(POLLIN), until: deadline, wait)
            if PQconsumeInput(handle) == 0 { throw failed(PostgresError.lost) }
        }
        return PQgetResult(handle)
    }

    private func waitForSocket(_ events: Int16, until deadline: ContinuousClock.Instant, _ limit: Duration) throws(PostgresError) {
        while true {
            let left = (deadline - ContinuousClock.now).wholeMilliseconds
            var socket = pollfd(fd: PQsocket(handle), events: events, revents: 0)
            let ready = left > 0 ? poll(&socket, 1, Int32(clamping: left)) : 0
            if ready > 0 { return }
            if ready == 0 || errno != EINTR {
                close()
                throw .timedOut(after: limit)
            }
        }
    }

    /// Closes the connection; the error says what libpq says.
    private func failed(_ error: (String) -> PostgresError) -> PostgresError {
        defer { close() }
        return error(masked(PQerrorMessage(handle)))
    }
}

extension Duration {
    /// Rounded up, so that what is left of a wait is not waited for in a circle.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

import CallControl

/// Which connections suffer a fault.
public struct FaultRule: Equatable, Sendable {
    public enum Scope: Equatable, Sendable {
        case every
        /// The n-th connection, counted from 1.
        case connection(Int)
        /// Each n-th connection.
        case eachNth(Int)
        /// This share of all connections, by the seed.
        case share(Double)
    }

    public var fault: Fault
    public var scope: Scope

    public init(_ fault: Fault, on scope: Scope = .every) {
        self.fault = fault
        self.scope = scope
    }

    /// Does the `connection`-th connection (from 1) suffer it?
    func applies(to connection: Int, using generator: inout SeededGenerator) -> Bool { scope.contains(connection, using: &generator) }

    /// Reads `drop:2000`, `refuse:503@3` (third connection), `stall:500@/4` (each fourth), `close:1011:800@p0.1` (one in ten).
    public init?(_ text: String) {
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = halves.first, let fault = Fault(name) else { return nil }
        guard halves.count == 2 else {
            self.init(fault)
            return
        }
        guard let scope = Scope(halves[1]) else { return nil }
        self.init(fault, on: scope)
    }
}

extension FaultRule.Scope {
    /// Is the `number`-th of them (from 1) among those meant?
    func contains(_ number: Int, using generator: inout SeededGenerator) -> Bool {
        switch self {
        case .every: true
        case .connection(let one): one == number
        case .eachNth(let step): number.isMultiple(of: step)
        case .share(let share): generator.unit() < share
        }
    }

    /// Reads what stands behind the `@`: `3`, `/4`, `p0.1`.
    init?(_ text: String) {
        switch text.first {
        case "/":
            guard let number = Int(text.dropFirst()), number > 0 else { return nil }
            self = .eachNth(number)
        case "p":
            guard let share = Double(text.dropFirst()), (0...1).contains(share) else { return nil }
            self = .share(share)
        default:
            guard let number = Int(text), number > 0 else { return nil }
            self = .connection(number)
        }
    }
}

extension Fault {
    /// Reads a name with its numbers, `drop:2000`; times are in milliseconds.
    init?(_ text: String) {
        let parts = text.split(separator: ":").map(String.init)
        let first = parts.count > 1 ? parts[1] : nil
        let number = first.flatMap { Int($0) }
        let time = Duration.milliseconds(number ?? 0)
        switch (parts.first, parts.count) {
        case ("refuse", 2) where first == "tcp": self = .refuseConnection
        case ("refuse", 2) where (400..<600).contains(number ?? 0): self = .refuse(status: number ?? 0)
        case ("drop", 2) where first == "mid-sentence": self = .dropMidSentence
        case ("drop", 2) where number != nil: self = .drop(after: time)
        case ("stall", 2) where number != nil: self = .stall(after: time)
        case ("wrong-format", 1): self = .wrongFormat
        case ("malformed", 2):
            guard let kind = first.flatMap(Malformation.init(rawValue:)) else { return nil }
            self = .malformed(kind)
        case ("late-audio", 1): self = .lateAudio
        case ("never-ready", 1): self = .neverReady
        case ("late-transcripts", 1): self = .lateTranscripts
        case ("errors", 1): self = .errors
        case ("slow-reader", 2) where number != nil: self = .slowReader(pause: time)
        case ("close", 2...3) where (1_000..<5_000).contains(number ?? 0):
            guard let after = Int(parts.count > 2 ? parts[2] : "0") else { return nil }
            self = .close(code: number ?? 0, after: .milliseconds(after))
        default: return nil
        }
    }
}

import CallControl

/// What comes of calling an extension of the emulated FreeSWITCH.
public enum ExtensionBehaviour: Equatable, Sendable {
    /// Picked up after this time, and hung up again after `leavesAfter`.
    case answers(after: Duration, leavesAfter: Duration? = nil)
    /// Rings until the caller's patience ends.
    case rings
    /// Ends with this cause after this time: busy, rejected and others.
    case fails(HangupCause, after: Duration)
    /// Known to the directory, but switched off.
    case notRegistered

    var isRegistered: Bool { self != .notRegistered }

    /// Reads `answer:1500`, `answer:1500,leave:2000`, `ring`, `busy[:MS]`, `reject[:MS]`, `off` or `fail:CAUSE[:MS]`.
    public init?(_ text: String) {
        let parts = text.split(separator: ",").map { $0.split(separator: ":").map(String.init) }
        guard let first = parts.first, let word = first.first, parts.count <= 2 else { return nil }
        func time(_ index: Int) -> Duration? {
            guard first.count > index else { return .zero }
            return Int(first[index]).flatMap { $0 >= 0 && first.count == index + 1 ? .milliseconds($0) : nil }
        }
        var leaves: Duration?
        if parts.count == 2 {
            guard word == "answer", parts[1].count == 2, parts[1][0] == "leave", let milliseconds = Int(parts[1][1]) else { return nil }
            leaves = .milliseconds(milliseconds)
        }
        switch word {
        case "answer":
            guard let after = time(1) else { return nil }
            self = .answers(after: after, leavesAfter: leaves)
        case "ring" where first.count == 1: self = .rings
        case "off" where first.count == 1: self = .notRegistered
        case "busy", "reject":
            guard let after = time(1) else { return nil }
            self = .fails(word == "busy" ? .userBusy : .callRejected, after: after)
        case "fail":
            guard first.count > 1, let after = time(2) else { return nil }
            self = .fails(HangupCause(first[1]), after: after)
        default: return nil
        }
    }
}

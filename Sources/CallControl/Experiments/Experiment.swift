/// Arms that live calls are divided among. Deterministic: the same call, or caller, is in the same arm at every gateway that has the key.
public struct Experiment: Equatable, Sendable {
    public struct Arm: Equatable, Sendable {
        public var name: String
        /// Its share, in relation to the others'; 0: none.
        public var weight: Int

        public init(_ name: String, weight: Int) {
            self.name = name
            self.weight = weight
        }
    }

    /// Who stays in an arm.
    public enum Stickiness: String, CaseIterable, Equatable, Sendable {
        case call, caller
    }

    public var name: String
    /// The first is the control, which the others are held against.
    public var arms: [Arm]
    public var stickiness: Stickiness
    private let key: (UInt64, UInt64)

    /// Largest weight; each is worth a hash.
    public static let weightLimit = 1_000

    /// - Parameter secret: keeps callers' numbers from being found by trying; any bytes.
    public init(name: String, arms: [Arm], stickiness: Stickiness = .call, secret: String = "") {
        self.name = name
        self.arms = arms
        self.stickiness = stickiness
        // Another experiment with the same secret divides anew.
        let bytes = "\(secret)\0\(name)".utf8
        key = (SipHash.hash(bytes, key: (0, 0)), SipHash.hash(bytes, key: (0, 1)))
    }

    public static func == (left: Experiment, right: Experiment) -> Bool {
        (left.name, left.stickiness, left.key.0, left.key.1) == (right.name, right.stickiness, right.key.0, right.key.1) && left.arms == right.arms
    }

    /// - Parameters:
    ///   - callerID: in any spelling; its digits count. Who hides it is divided by call.
    ///   - stopped: arms that take no more calls.
    /// - Returns: `nil` if no arm takes any.
    public func assignment(of call: CallID, callerID: String?, without stopped: Set<String> = []) -> ExperimentArm? {
        let digits = stickiness == .caller ? callerID?.utf8.filter { (0x30...0x39).contains($0) } ?? [] : []
        let unit = digits.isEmpty ? "call\0\(call.rawValue)" : "caller\0\(String(decoding: digits, as: UTF8.self))"
        guard let arm = arm(for: unit, without: stopped) else { return nil }
        return ExperimentArm(
            experiment: name, arm: arm, unit: digits.isEmpty ? nil : hexadecimal(hash("unit\0\(unit)")), shares: shares(without: stopped))
    }

    /// How calls are divided at present, together 1; an arm that takes no more calls is missing.
    private func shares(without stopped: Set<String>) -> [String: Double] {
        let taking = arms.filter { !stopped.contains($0.name) }
        let all = Double(taking.reduce(0) { $0 + $1.weight })
        return Dictionary(taking.map { ($0.name, Double($0.weight) / all) }) { first, _ in first }
    }

    /// The highest of all arms' lots; an arm has as many as it has weight. So a weight that changes moves nobody between two others.
    private func arm(for unit: String, without stopped: Set<String>) -> String? {
        var best: (lot: UInt64, arm: String)?
        for arm in arms where !stopped.contains(arm.name) {
            for number in 0..<max(0, min(arm.weight, Self.weightLimit)) {
                let lot = hash("\(arm.name)\0\(number)\0\(unit)")
                if best.map({ $0.lot < lot }) ?? true { best = (lot, arm.name) }
            }
        }
        return best?.arm
    }

    private func hash(_ text: String) -> UInt64 { SipHash.hash(text.utf8, key: key) }

    private func hexadecimal(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// The arm of an experiment that a call is in.
public struct ExperimentArm: Equatable, Sendable {
    public var experiment: String
    public var arm: String
    /// The caller, as one that can be recognised but not told; `nil` where calls are divided.
    public var unit: String?
    /// How calls were divided when it was assigned, together 1; an arm that took no more calls is missing.
    public var shares: [String: Double]

    public init(experiment: String, arm: String, unit: String? = nil, shares: [String: Double] = [:]) {
        self.experiment = experiment
        self.arm = arm
        self.unit = unit
        self.shares = shares
    }

    /// As metrics name it: both names come from the configuration.
    public var label: String { "\(experiment)/\(arm)" }
}

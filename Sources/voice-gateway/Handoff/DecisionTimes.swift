import CallControl

/// How long decisions take: each utterance's best of several runs, as what disturbs only adds.
struct DecisionTimes: CustomStringConvertible {
    private static let runs = 20

    private let times: [Duration]

    init(_ utterances: [(text: String, language: String)], _ check: HandoffCheck) {
        let clock = ContinuousClock()
        times = utterances.map { text, language in
            let detector = check.detector(language)
            return (0..<Self.runs).map { _ in clock.measure { _ = detector.decide(text) } }.min() ?? .zero
        }.sorted()
    }

    var description: String {
        guard let slowest = times.last else { return "no utterances" }
        let mean = times.reduce(.zero, +) / times.count
        return "\(times.count) utterances: mean \(Self.text(mean)), median \(Self.text(times[times.count / 2])), slowest \(Self.text(slowest))"
    }

    private static func text(_ time: Duration) -> String { "\((time.inMilliseconds * 10_000).rounded() / 10) µs" }
}

import Comparison
import Foundation

/// `comparison-proof [RUNS [POPULATION]]` proves the intervals on RUNS (100) seeded runs of each population, or of one of them;
/// `comparison-proof report DIRECTORY [ARM…]` writes a sample report.
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "report", arguments.count > 1 {
    let names = arguments.count > 2 ? Array(arguments.dropFirst(2)) : ["alfa", "bravo"]
    let run = SampleRun.make(seed: 7, arms: names.enumerated().map { ($0.element, Double($0.offset) * 30) }, calls: 120)
    let time = try ContinuousClock().measure { try Report(run).write(to: arguments[1]) }
    try run.write(to: arguments[1] + "/run.json")
    print("written to \(arguments[1]) in \(time)")
    print(Regression(base: run, new: SampleRun.make(seed: 8, arms: names.map { ($0, 60) }, calls: 120)).table)
} else {
    let proof = Proof(runs: arguments.first.flatMap { Int($0) } ?? 100)
    func cell(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
    func line(_ population: String, _ measure: String, _ count: Proof.Count, _ unit: String) {
        let half = unit == "ms" ? count.halfWidth : count.halfWidth * 100
        print(
            population.padding(toLength: 34, withPad: " ", startingAt: 0) + measure.padding(toLength: 14, withPad: " ", startingAt: 0)
                + cell("\(count.covered)", 9) + cell("\(count.falselyClaimed)", 14) + cell("\(count.found)", 8)
                + cell("\(Int(half.rounded())) \(unit)", 13))
    }
    print("of \(proof.runs) runs; median 600 ms, 3–6 turns a call, the other arm 30 ms later")
    print("spread, calls per arm             measure         covered  false claims   found   half width")
    // p90 ÷ p50. Published ranges read as p10–p90: 300–500 ms is 1.29, 400–800 ms is 1.41; 2 is near the 2.3 of mixed production traffic.
    let populations: [(String, Population)] = [
        ("p90/p50 1.29, 100", Population(spread: 1.29, shift: 30)), ("p90/p50 1.41, 100", Population(spread: 1.41, shift: 30)),
        ("p90/p50 2.00, 100", Population(spread: 2, shift: 30)), ("p90/p50 1.41, 100, 20 ms frames", Population(spread: 1.41, shift: 30, frame: 20)),
        ("p90/p50 1.41, 100, call 5 of 100", Population(spread: 1.41, shift: 30, shares: (asked: 0.5, call: 0.05, turn: 0.45))),
        ("p90/p50 1.41, 100, call 30 of 100", Population(spread: 1.41, shift: 30, shares: (asked: 0.3, call: 0.3, turn: 0.4))),
        ("p90/p50 1.41, 200", Population(spread: 1.41, shift: 30, calls: 200)), ("p90/p50 2.00, 700", Population(spread: 2, shift: 30, calls: 700)),
        ("p90/p50 1.41, 30", Population(spread: 1.41, shift: 30, calls: 30)),
    ]
    let clock = ContinuousClock()
    var times: [Duration] = []
    for (name, population) in populations where arguments.count < 2 || name == arguments[1] {
        var counts: [Proof.Count] = []
        let spent = clock.measure { counts = proof.count(population) }
        if population.calls == 100 { times.append(spent / (2 * proof.runs)) }
        for (measure, count) in zip(Measure.allCases, counts) { line(name, measure.title, count, "ms") }
    }
    // These cost nothing, so that more runs tell the counts from luck.
    let rates = Proof(runs: proof.runs * 10)
    print("of \(rates.runs) runs; calls that fail with these chances")
    for (base, other, calls) in [(0.03, 0.08, 100), (0.01, 0.01, 100), (0.03, 0.13, 100), (0.03, 0.13, 200), (0.5, 0.6, 30)] {
        let name = "\(Int(base * 100)) % against \(Int(other * 100)) %, \(calls)"
        line(name, "failed calls", rates.count(failures: base, other, calls: calls), "points")
    }
    if let time = times.max() { print("100 calls with 100 in four measures, \(Bootstrap.resamples) resamples: \(time) for each comparison") }
}

import ArgumentParser
import Comparison
import Foundation

struct BenchCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Holds a run against an earlier one, arm by arm.",
        discussion: """
            Ends with 1 if any arm has become worse, 2 if an arm or a scenario has calls in one of the runs only, 65 for a file that is no run, 0 otherwise; with --decide, \
            3 if for any figure the calls were too few, or their spread too wide, to rule a change beyond the thresholds out.
            """)

    @Argument(help: "run.json of the earlier run.") var base: String
    @Argument(help: "run.json of the later one.") var new: String
    @Option(help: "How much later is too much, as a share of the earlier latency.") var threshold = 0.05
    @Option(help: "How many more failed calls, or turns without an answer, are too many, as a share of all.") var failureThreshold = Regression
        .defaultFailureThreshold
    @Flag(help: "End with 3 where nothing can be said.") var decide = false

    func validate() throws {
        guard (0.0...10.0).contains(threshold) else { throw ValidationError("--threshold \(threshold): expected 0 to 10") }
        guard (0.0...1.0).contains(failureThreshold) else { throw ValidationError("--failure-threshold \(failureThreshold): expected 0 to 1") }
    }

    func run() throws {
        let regression: Regression
        do {
            regression = Regression(
                base: try ComparisonRun.read(from: base), new: try ComparisonRun.read(from: new), threshold: threshold, failureThreshold: failureThreshold)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(65)  // EX_DATAERR
        }
        print(regression.table)
        if regression.verdict == .worse { throw ExitCode(1) }
        if !regression.unmatched.isEmpty || !regression.unmatchedScenarios.isEmpty || regression.rows.isEmpty { throw ExitCode(2) }
        if decide, regression.rows.contains(where: { $0.verdict == .notEnough }) { throw ExitCode(3) }
    }
}

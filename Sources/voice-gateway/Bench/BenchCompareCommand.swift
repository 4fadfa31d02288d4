import ArgumentParser
import Comparison
import Foundation

struct BenchCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Holds a run against an earlier one, arm by arm.",
        discussion: "Ends with 1 if any arm has become worse, 2 if an arm is missing in one of the runs, 65 for a file that is no run, 0 otherwise.")

    @Argument(help: "run.json of the earlier run.") var base: String
    @Argument(help: "run.json of the later one.") var new: String
    @Option(help: "How much worse is too much, as a share: of the latency, and in points of the failures.") var threshold = 0.05

    func validate() throws {
        guard (0.0...10.0).contains(threshold) else { throw ValidationError("--threshold \(threshold): expected 0 to 10") }
    }

    func run() throws {
        let regression: Regression
        do {
            regression = Regression(base: try ComparisonRun.read(from: base), new: try ComparisonRun.read(from: new), threshold: threshold)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(65)  // EX_DATAERR
        }
        print(regression.table)
        if regression.verdict == .worse { throw ExitCode(1) }
        if !regression.unmatched.isEmpty || regression.rows.isEmpty { throw ExitCode(2) }
    }
}

import Settings

/// Is the configuration free of mistakes? It comes first: without settings there is nothing else to try.
enum ConfigurationCheck {
    private static let name = "configuration"

    static func findings(_ loaded: LoadedSettings) -> [Finding] {
        let problems = loaded.problems.map { problem in
            let found = problem.value.map { ", got \($0)" } ?? ""
            let verdict: Finding.Verdict = problem.severity == .error ? .failed : .warning
            return Finding(
                verdict, name, problem.key, "\(problem.location): expected \(problem.expected)\(found)",
                advice: problem.advice.map { [$0] } ?? (verdict == .failed ? ["mend it; voice-gateway config reference describes each key"] : []))
        }
        return problems.isEmpty ? [Finding(.ok, name, nil, "no mistakes")] : problems
    }
}

/// Finds what somebody may have meant.
enum Suggestion {
    /// Words that others use for our keys.
    private static let synonyms = [
        "instructions": "personality_prompt", "prompt": "personality_prompt", "instructions_file": "personality_prompt_file", "vad": "turn_detection",
        "silence_ms": "silence_duration_ms", "fec": "fec", "overrides": "override_agent", "call_records": "records_directory",
    ]

    /// The nearest of `known`, if any is near.
    static func nearest(to name: String, among known: [String]) -> String? {
        if let synonym = synonyms[name], known.contains(synonym) { return synonym }
        let limit = max(1, min(3, name.count / 3))
        let ranked = known.map { (distance($0, name), $0) }.sorted { $0 < $1 }
        if let best = ranked.first, best.0 <= limit { return best.1 }
        guard name.count >= 4 else { return nil }
        return known.sorted().first { $0.hasPrefix(name) || name.hasPrefix($0 + "_") }
    }

    /// Insertions, removals, replacements, and swaps of neighbours (optimal string alignment).
    static func distance(_ first: String, _ second: String) -> Int {
        let (left, right) = (Array(first.utf8), Array(second.utf8))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}

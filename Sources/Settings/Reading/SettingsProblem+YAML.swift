import Yams

extension SettingsProblem {
    /// A file that is no YAML. Nothing of its content is repeated: it may be a secret in the wrong place.
    init(_ error: any Error, in file: String) {
        self.init(severity: .error, location: file, key: "(file)", value: nil, expected: "well-formed YAML")
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            take(mark, in: file)
            advice = problem
        case .duplicatedKeysInMapping(let duplicates, let context):
            take(context.mark, in: file)
            key = duplicates.joined(separator: ", ")
            expected = "each key once in a mapping"
            advice = "remove or merge the repetition"
        case .reader(let problem, let offset, _, _): advice = problem + (offset.map { " at character \($0)" } ?? "")
        default: advice = "it can't be parsed"
        }
    }

    private mutating func take(_ mark: Mark, in file: String) {
        (line, column) = (mark.line, mark.column)
        location = "\(file):\(mark.line):\(mark.column)"
    }
}

/// Why a run's file cannot be used; says which file, and where in it.
public enum RunFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case unwritable(file: String, reason: String)
    /// The file's format is of another version.
    case format(file: String, found: Int)
    /// - Parameter field: a path such as `calls[3].turns[0].spans_ms.thinking`.
    case invalid(file: String, field: String, reason: String)

    init(_ error: DecodingError, in file: String) {
        let (context, reason): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
            case .valueNotFound(_, let context): (context, "is null")
            case .typeMismatch(let type, let context): (context, "is no \(type)")
            case .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (.init(codingPath: [], debugDescription: ""), "\(error)")
            }
        self = .invalid(file: file, field: Self.path(context.codingPath), reason: reason)
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue { path += "[\(index)]" } else { path += (path.isEmpty ? "" : ".") + key.stringValue }
        }
    }

    /// What is in a file may be anything: nothing of it commands a terminal.
    public var description: String { text.printable }

    private var text: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
        case .format(let file, let found): "\(file): format \(found) is not known, only \(ComparisonRun.format)"
        case .invalid(let file, let field, let reason): "\(file): \(field.isEmpty ? "" : field + ": ")\(reason)"
        }
    }
}

import WireProtocols

/// A query's names and values; the first of a name counts.
struct QueryItems {
    private var items: [String: String] = [:]

    init(_ query: String?) {
        for part in (query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { PercentEncoding.decode(String($0)) ?? "" }
            if let name = pair.first, items[name] == nil { items[name] = pair.count == 2 ? pair[1] : "" }
        }
    }

    subscript(_ name: String) -> String? { items[name].flatMap { $0.isEmpty ? nil : $0 } }
}

extension CallArchive.Wish {
    init(_ query: QueryItems) {
        limit = min(max(query["limit"].flatMap { Int($0) } ?? 50, 1), 200)
        before = query["before"].flatMap { Int64($0) }
        find = String((query["find"] ?? "").prefix(100))
        status = query["status"]
    }
}

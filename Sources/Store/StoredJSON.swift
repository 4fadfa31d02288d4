import Foundation

/// How values lie in a database's text.
enum StoredJSON {
    static func text(_ value: some Encodable) throws(StoreFailure) -> String {
        do {
            // A NUL, which callers and providers may say, is escaped by JSON: no database sees it.
            return String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        } catch { throw StoreFailure(description: "\(error)") }
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws(StoreFailure) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch { throw StoreFailure(description: "\(error)") }
    }
}

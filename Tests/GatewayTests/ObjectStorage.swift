import Foundation
import Testing

/// `Tests/Interop/s3_storage.py` under way: an independent S3 that checks signatures.
final class ObjectStorage {
    struct Object: Decodable, Equatable {
        var size: Int
        var sha256: String
        var type: String
    }

    struct Facts: Decodable {
        var port: Int
        var access: String
        var secret: String
    }

    let facts: Facts
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest = Data()

    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameter port: 0: any.
    init(port: Int = 0) throws {
        process.executableURL = URL(fileURLWithPath: try Self.interpreter())
        process.arguments = [Self.tests.appending(path: "Interop/s3_storage.py").path(), "\(port)"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        facts = try JSONDecoder().decode(Facts.self, from: try Self.line(output, &rest))
    }

    deinit { stop() }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    var endpoint: String { "http://127.0.0.1:\(facts.port)" }

    func objects() throws -> [String: Object] {
        input.fileHandleForWriting.write(Data("list\n".utf8))
        return try JSONDecoder().decode([String: Object].self, from: try Self.line(output, &rest))
    }

    /// Waits until the bucket holds so many objects; never longer than 20 s.
    func objects(count: Int) throws -> [String: Object] {
        let end = Date().addingTimeInterval(20)
        var found = try objects()
        while found.count < count, Date() < end { found = try objects() }
        return found
    }

    private static func interpreter() throws -> String {
        let made = Process()
        let pipe = Pipe()
        made.executableURL = tests.appending(path: "Tools/venv")
        made.standardOutput = pipe
        try made.run()
        let path = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        made.waitUntilExit()
        try #require(made.terminationStatus == 0, "no Python environment")
        return path.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func line(_ pipe: Pipe, _ rest: inout Data) throws -> Data {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest = Data(rest[rest.index(after: end)...]) }
                return Data(rest[..<end])
            }
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the storage has ended")
            rest += more
        }
    }
}

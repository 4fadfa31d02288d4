import Foundation
import Testing

/// Reads the sources and holds them to the design.
@Suite struct ArchitectureTests {
    /// What each module may import, beside the standard library. A new edge is a decision: it is made here.
    private static let imports: [String: Set<String>] = [
        "Locking": [],
        "Audio": ["COpus", "COgg", "CWebRTCVAD", "CSIMD", "Glibc"],
        "CallControl": ["Audio"],
        "WireProtocols": ["Audio", "CallControl", "FoundationEssentials"],
        "Transport": ["CLibWebSockets", "CLibUV", "CCurl", "COpenSSL"],
        "Settings": ["Audio", "CallControl", "WireProtocols", "PostgreSQL", "Yams", "FoundationEssentials"],
        "PostgreSQL": ["CPostgreSQL"],
        "Comparison": ["FoundationEssentials", "Glibc"],
        "Store": ["CallControl", "PostgreSQL", "GRDB", "FoundationEssentials", "Foundation"],
        "Telemetry": ["Logging", "FoundationEssentials", "Foundation"],
        "Gateway": [
            "Audio", "CallControl", "WireProtocols", "Transport", "Settings", "PostgreSQL", "Store", "Telemetry", "Logging", "FoundationEssentials",
            "Foundation",
        ],
        "Installation": ["CallControl", "WireProtocols", "Transport", "Settings", "Gateway", "Store", "PostgreSQL", "Foundation"],
        "Console": [
            "Gateway", "Installation", "Transport", "WireProtocols", "CallControl", "Audio", "Settings", "Store", "Telemetry", "Logging", "Foundation",
        ],
        "Bench": ["Comparison", "Simulation", "Gateway", "Transport", "CallControl", "Audio", "Yams", "Foundation"],
        "Simulation": ["Audio", "CallControl", "WireProtocols", "Transport", "Yams", "FoundationEssentials", "Foundation"],
        "voice-gateway": [
            "Bench", "Comparison", "Console", "Gateway", "Installation", "Simulation", "Settings", "PostgreSQL", "Store", "Telemetry", "Transport", "Audio",
            "CallControl",
            "WireProtocols",
            "ArgumentParser",
            "Logging", "FoundationEssentials", "Foundation",
        ],
    ]
    /// Parts of the system, free to all but the pure modules.
    private static let system: Set<String> = ["Glibc", "Synchronization", "Dispatch", "Locking"]
    private static let pure = ["Audio", "CallControl", "WireProtocols"]
    private static let mayBeUnchecked: Set<String> = ["Locking", "Transport", "Gateway", "Telemetry", "Simulation"]

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct Line {
        let place: String
        let code: String
    }

    /// Every line of a module, without comments and the text of strings.
    private func lines(of module: String) throws -> [Line] {
        let folder = Self.root.appending(path: "Sources/\(module)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
                Line(place: "\(file.lastPathComponent):\($0.offset + 1)", code: Self.code($0.element))
            }
        }
    }

    private static func code(_ line: Substring) -> String {
        let withoutStrings = String(line).replacing(#/"(?:[^"\\]|\\.)*"/#, with: "\"\"")
        return withoutStrings.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    }

    private func expectNone(of forbidden: [String], in module: String) throws {
        for line in try lines(of: module) {
            for word in forbidden where line.code.contains(word) { Issue.record("\(module)/\(line.place): \(word)") }
        }
    }

    @Test func everyModuleIsInTheTable() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        let modules = try folders.filter { try !lines(of: $0).isEmpty }
        #expect(Set(modules) == Set(Self.imports.keys))
    }

    @Test(arguments: imports.keys.sorted())
    func modulesImportOnlyWhatTheyMay(_ module: String) throws {
        let declared = try #require(Self.imports[module])
        let allowed = Self.pure.contains(module) ? declared : declared.union(Self.system)
        for line in try lines(of: module) {
            guard
                let match = line.code.firstMatch(
                    of:
                        #/^\s*(?:@\w+(?:\(.*?\))?\s+|public\s+|package\s+|internal\s+|private\s+|fileprivate\s+)*import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
                )
            else { continue }
            if !allowed.contains(String(match.1)) { Issue.record("\(module)/\(line.place) imports \(match.1)") }
        }
    }

    @Test(arguments: pure)
    func pureModulesNeverReadAClock(_ module: String) throws {
        try expectNone(of: [".now", "Date()", "clock_gettime", "ContinuousClock", "SuspendingClock", "DispatchTime", "gettimeofday"], in: module)
    }

    @Test(arguments: pure)
    func pureModulesStartNoTasks(_ module: String) throws {
        try expectNone(of: ["Task {", "Task.detached", "Task.sleep", "DispatchQueue", "Thread("], in: module)
    }

    @Test(arguments: pure)
    func pureModulesAreNotRandom(_ module: String) throws {
        try expectNone(of: [".random(", "SystemRandomNumberGenerator", ".shuffled()", ".randomElement()", "UUID()"], in: module)
    }

    @Test(arguments: imports.keys.filter { !mayBeUnchecked.contains($0) }.sorted())
    func uncheckedSendableStaysWhereThreadsAre(_ module: String) throws {
        try expectNone(of: ["@unchecked Sendable", "nonisolated(unsafe)"], in: module)
    }

    @Test func theScannerSeesCodeAndNotComments() {
        #expect(Self.code("let a = Date() // .now") == "let a = Date() ")
        #expect(Self.code(#"let a = "Task { // x" + b"#) == #"let a = "" + b"#)
        #expect(Self.code("    /// Never reads `.now`.").allSatisfy { $0 == " " })
    }
}

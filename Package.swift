// swift-tools-version: 6.2
import PackageDescription

/// Every target is built in Swift 6 mode, with warnings as errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}
func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies, swiftSettings: strict)
}
func library(_ name: String, pkgConfig: String? = nil, apt package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "voice-gateway",
    products: [
        .executable(name: "voice-gateway", targets: ["voice-gateway"]),
        .library(name: "Audio", targets: ["Audio"]),
        .library(name: "WireProtocols", targets: ["WireProtocols"]),
        .library(name: "Comparison", targets: ["Comparison"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        library("COpus", pkgConfig: "opus", apt: "libopus-dev"),
        library("COgg", pkgConfig: "ogg", apt: "libogg-dev"),
        .systemLibrary(name: "CSIMD"),
        library("CWebRTCVAD", apt: "libwebrtc-audio-processing-dev"),
        library("CLibWebSockets", pkgConfig: "libwebsockets", apt: "libwebsockets-dev"),
        library("CLibUV", pkgConfig: "libuv", apt: "libuv1-dev"),
        library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        library("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
        library("CPostgreSQL", pkgConfig: "libpq", apt: "libpq-dev"),

        module("Locking"),
        module("Audio", "COpus", "COgg", "CWebRTCVAD", "CSIMD"),
        module("CallControl", "Audio"),
        module("WireProtocols", "Audio", "CallControl"),
        module("Transport", "Locking", "CLibWebSockets", "CLibUV", "CCurl", "COpenSSL"),
        module("PostgreSQL", "CPostgreSQL"),
        module("Comparison"),
        .target(
            name: "Settings", dependencies: ["CallControl", "Audio", "WireProtocols", "PostgreSQL", "Yams"], resources: [.embedInCode("Languages")],
            swiftSettings: strict),
        module("Store", "Locking", "CallControl", "PostgreSQL", .product(name: "GRDB", package: "GRDB.swift")),
        module("Telemetry", "Locking", .product(name: "Logging", package: "swift-log")),
        module(
            "Gateway", "Locking", "Audio", "CallControl", "WireProtocols", "Transport", "Settings", "PostgreSQL", "Store", "Telemetry",
            .product(name: "Logging", package: "swift-log")),
        module("Simulation", "Locking", "Audio", "CallControl", "WireProtocols", "Transport", "Yams"),
        module("Bench", "Locking", "Comparison", "Simulation", "Gateway", "Transport", "CallControl", "Audio", "Yams"),
        module("Installation", "Locking", "CallControl", "WireProtocols", "Transport", "Settings", "Gateway", "Store", "PostgreSQL"),
        .target(
            name: "Console",
            dependencies: [
                "Locking", "Gateway", "Installation", "Transport", "WireProtocols", "CallControl", "Audio", "Settings", "Store", "Telemetry",
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("Page")], swiftSettings: strict),
        .executableTarget(
            name: "voice-gateway",
            dependencies: [
                "Locking", "Bench", "Console", "Comparison", "Gateway", "Installation", "Simulation", "Settings", "PostgreSQL", "Store", "Telemetry",
                "Transport", "Audio",
                "CallControl", "WireProtocols",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        .target(name: "TestSupport", dependencies: ["CallControl", "Audio"], path: "Tests/TestSupport", swiftSettings: strict),
        .target(name: "PostgresSupport", path: "Tests/PostgresSupport", swiftSettings: strict),
        tests("Audio", "CallControl", "TestSupport", "CSIMD"),
        tests("CallControl", "Audio", "TestSupport"),
        .testTarget(
            name: "WireProtocolsTests", dependencies: ["WireProtocols", "CallControl", "Audio", "TestSupport"], exclude: ["OpenTelemetry/call.json"],
            swiftSettings: strict),
        tests("Transport", "Locking", "CallControl", "TestSupport"),
        tests("Settings", "CallControl", "Audio", "WireProtocols", "PostgreSQL", "PostgresSupport", "Yams"),
        tests("PostgreSQL", "PostgresSupport"),
        tests("Comparison"),
        tests("Console", "Installation", "Gateway", "CallControl", "WireProtocols", "Audio"),
        tests("Bench", "Comparison", "Simulation", "CallControl", "Audio"),
        tests("Store", "Locking", "CallControl", "PostgreSQL", "PostgresSupport", .product(name: "GRDB", package: "GRDB.swift")),
        tests("Telemetry", "Locking", .product(name: "Logging", package: "swift-log")),
        tests("Simulation", "Locking", "Audio", "CallControl", "WireProtocols", "Transport", "TestSupport"),
        tests(
            "Installation", "Locking", "TestSupport", "PostgresSupport", "Store", "Settings", "Simulation", "Gateway", "Transport", "WireProtocols",
            "CallControl",
            "Audio",
            .product(name: "Logging", package: "swift-log")),
        tests(
            "Gateway", "Locking", "Comparison", "TestSupport", "PostgresSupport", "PostgreSQL", "Store", "Settings", "Simulation", "Transport", "WireProtocols",
            "CallControl", "Audio",
            .product(name: "Logging", package: "swift-log")),
    ]
)

// The sanitizers look at some of the tests: `TESTS_TO_BUILD=Transport,Store` leaves out what these don't need, which takes minutes to build.
if let wanted = Context.environment["TESTS_TO_BUILD"]?.split(separator: ",").map({ String($0) + "Tests" }) {
    let dependencies = Dictionary(
        uniqueKeysWithValues: package.targets.map { target in
            (target.name, target.dependencies.compactMap { if case .byNameItem(let name, _) = $0 { name } else { nil } })
        })
    var needed: Set<String> = []
    var open = wanted
    while let name = open.popLast() {
        if needed.insert(name).inserted { open += dependencies[name] ?? [] }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}

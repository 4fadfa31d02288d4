// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that what the benchmarks need never reaches the product.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "voice-gateway", path: "..")],
    targets: [
        .systemLibrary(name: "CSpeexDSP", pkgConfig: "speexdsp", providers: [.apt(["libspeexdsp-dev"])]),
        .target(name: "CAllocations"),
        .executableTarget(
            name: "AudioBench", dependencies: [.product(name: "Audio", package: "voice-gateway"), "CSpeexDSP", "CAllocations"],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "comparison-proof", dependencies: [.product(name: "Comparison", package: "voice-gateway")], path: "Sources/ComparisonProof",
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
    ]
)

// swift-tools-version: 6.2
import PackageDescription

/// One libFuzzer program for each codec; `run` builds them with the sanitizer switched on for every module.
func fuzzer(_ name: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: [.product(name: "WireProtocols", package: "voice-gateway"), "FuzzSupport"],
        swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "voice-gateway", path: "../..")],
    targets: [
        .target(name: "FuzzSupport", dependencies: [.product(name: "WireProtocols", package: "voice-gateway")]),
        fuzzer("FuzzAudioStream"), fuzzer("FuzzElevenLabs"), fuzzer("FuzzEventSocket"), fuzzer("FuzzOpenAI"), fuzzer("FuzzServing"), fuzzer("FuzzShared"),
    ]
)

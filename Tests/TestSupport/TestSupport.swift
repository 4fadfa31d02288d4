import Audio
import Foundation

/// The repository's folder, from a source file's path in it.
public func repositoryRoot(_ file: String = #filePath) -> String {
    var url = URL(fileURLWithPath: file)
    while url.path != "/" {
        url.deleteLastPathComponent()
        if FileManager.default.fileExists(atPath: url.appendingPathComponent("Package.swift").path) { return url.path }
    }
    return "."
}

/// What a program printed, and how it ended.
public struct ToolResult: Sendable {
    public var status: Int32
    public var output: String
}

/// A program the tests need is not installed.
public struct MissingTool: Error, CustomStringConvertible { public var description: String }

/// Runs a program found on the PATH; one that is missing is an error, so that the test fails instead of being skipped.
public func runTool(_ name: String, _ arguments: [String]) throws -> ToolResult {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 127 { throw MissingTool(description: "\(name) is needed by this test and is not installed (make test installs it)") }
    return ToolResult(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
}

/// A sine of one frequency.
public func tone(_ frequency: Double, rate: SampleRate, samples: Int, amplitude: Double = 10_000) -> [Int16] {
    (0..<samples).map { Int16((amplitude * sin(2 * .pi * frequency * Double($0) / Double(rate.hertz))).rounded()) }
}

/// Amplitude of one frequency in a stretch of samples (Goertzel, Hann window).
public func amplitude(of frequency: Double, in samples: ArraySlice<Int16>, rate: SampleRate) -> Double {
    let count = samples.count
    var real = 0.0
    var imaginary = 0.0
    for (index, sample) in samples.enumerated() {
        let window = 1 - cos(2 * .pi * Double(index) / Double(count))
        let angle = 2 * .pi * frequency * Double(index) / Double(rate.hertz)
        real += Double(sample) * window * cos(angle)
        imaginary += Double(sample) * window * sin(angle)
    }
    return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(count)
}

import Foundation
import TestSupport
import Testing

@testable import Audio

@Suite struct G711Tests {
    /// G.711, tables 1a and 2a, written out as the standard has them: segments of 16 equal steps, step size doubling.
    static func muLawLevel(_ code: Int) -> Int {
        let inverted = ~code & 0xFF
        let (segment, step) = (inverted >> 4 & 7, inverted & 15)
        let value = ((2 * step + 33) << segment) - 33
        return (inverted & 0x80 != 0 ? -value : value) * 4
    }

    static func aLawLevel(_ code: Int) -> Int {
        let even = code ^ 0x55
        let (segment, step) = (even >> 4 & 7, even & 15)
        let value = segment == 0 ? 2 * step + 1 : (2 * step + 33) << (segment - 1)
        return (even & 0x80 != 0 ? value : -value) * 8
    }

    @Test func everyCodeDecodesToTheStandardsLevel() {
        for code in 0..<256 {
            #expect(Int(G711.linearOfMuLaw[code]) == Self.muLawLevel(code), "µ-law \(code)")
            #expect(Int(G711.linearOfALaw[code]) == Self.aLawLevel(code), "A-law \(code)")
        }
    }

    @Test func everySampleIsCodedToTheNearestLevel() {
        let muLevels = (0..<256).map(Self.muLawLevel)
        let aLevels = (0..<256).map(Self.aLawLevel)
        for sample in Int(Int16.min)...Int(Int16.max) {
            // The low bits below 14 (µ) and 13 (A) bits don't decide; a tie at a decision value may go either way.
            let mu = abs(muLevels[Int(G711.encodeMuLaw(Int16(sample)))] - sample)
            let a = abs(aLevels[Int(G711.encodeALaw(Int16(sample)))] - sample)
            let bestMu = muLevels.lazy.map { abs($0 - sample) }.min() ?? 0
            let bestA = aLevels.lazy.map { abs($0 - sample) }.min() ?? 0
            if mu > bestMu + 4 || a > bestA + 8 { Issue.record("\(sample): µ off by \(mu) instead of \(bestMu), A by \(a) instead of \(bestA)") }
        }
    }

    @Test func everyCodeSurvivesARoundTrip() {
        for code in 0..<256 {
            // µ-law has two zeros.
            if code != 0x7F { #expect(Int(G711.encodeMuLaw(G711.linearOfMuLaw[code])) == code) }
            #expect(Int(G711.encodeALaw(G711.linearOfALaw[code])) == code)
        }
    }

    @Test(arguments: ["mulaw", "alaw"]) func ffmpegDecodesEveryCodeAlike(_ law: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let codes = folder.appendingPathComponent("codes").path
        let samples = folder.appendingPathComponent("samples").path
        try Data(0...255).write(to: URL(fileURLWithPath: codes))
        let result = try runTool("ffmpeg", ["-v", "error", "-f", law, "-ar", "8000", "-ac", "1", "-i", codes, "-f", "s16le", samples])
        try #require(result.status == 0, "\(result.output)")
        var decoded: [Int16] = []
        PCM16.decode([UInt8](try Data(contentsOf: URL(fileURLWithPath: samples))).span, appendingTo: &decoded)
        #expect(decoded == (law == "mulaw" ? G711.linearOfMuLaw : G711.linearOfALaw))
    }
}

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

    /// Decision values of tables 1a and 2a: the least magnitude coded to segment and step (14 bits for µ-law, 13 for A-law).
    static func muLawDecision(_ segment: Int, _ step: Int) -> Int { max(0, ((2 * step + 32) << segment) - 33) }
    static func aLawDecision(_ segment: Int, _ step: Int) -> Int { segment == 0 ? 2 * step : (32 + 2 * step) << (segment - 1) }

    @Test func everySampleIsCodedBetweenTheStandardsDecisionValues() {
        var wrong = 0
        for sample in Int(Int16.min)...Int(Int16.max) {
            // Negative values are complemented, as the ITU's software tool library does.
            let magnitude = sample < 0 ? ~sample : sample
            let mu = ~Int(G711.encodeMuLaw(Int16(sample))) & 0xFF
            let a = Int(G711.encodeALaw(Int16(sample))) ^ 0x55
            let isMuRight = Self.isBetween(min(magnitude >> 2, 8_158), mu >> 4 & 7, mu & 15, Self.muLawDecision) && (mu & 0x80 != 0) == (sample < 0)
            let isARight = Self.isBetween(magnitude >> 3, a >> 4 & 7, a & 15, Self.aLawDecision) && (a & 0x80 == 0) == (sample < 0)
            if !isMuRight || !isARight { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    private static func isBetween(_ magnitude: Int, _ segment: Int, _ step: Int, _ decision: (Int, Int) -> Int) -> Bool {
        let upper = step < 15 ? decision(segment, step + 1) : segment < 7 ? decision(segment + 1, 0) : Int.max
        return decision(segment, step) <= magnitude && magnitude < upper
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

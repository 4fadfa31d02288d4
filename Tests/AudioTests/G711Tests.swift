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

    /// G.711's decision values x₁ … x₁₂₈ in 16-bit scale, written out as tables 1a and 2a have them: 16 equal steps a segment, the
    /// step doubling from one to the next (in A-law the first two share one); in µ-law the first step is half as wide.
    static func decisionValues(_ law: AudioEncoding) -> [Int] {
        var values: [Int] = []
        var value = law == .pcmu ? -1 : 0
        for segment in 0..<8 {
            let step = law == .pcmu ? 2 << segment : 2 << max(0, segment - 1)
            for _ in 0..<16 {
                value += step
                values.append(value * (law == .pcmu ? 4 : 8))
            }
        }
        return values
    }

    /// The code of the interval between two decision values that a sample lies in. A sample on a decision value may go either way
    /// (G.711 note 2 leaves it open); ours goes up when positive and toward zero when negative, as ITU-T G.191's does.
    static func referenceCode(_ sample: Int, _ decisions: [Int], _ law: AudioEncoding) -> UInt8 {
        let interval = sample >= 0 ? decisions.firstIndex { $0 > sample } : decisions.firstIndex { $0 >= -sample }
        let step = UInt8(interval ?? 127)
        return law == .pcmu ? ~(step | (sample < 0 ? 0x80 : 0)) : (step | (sample < 0 ? 0 : 0x80)) ^ 0x55
    }

    static let everySample = (Int(Int16.min)...Int(Int16.max)).map { Int16($0) }

    static func encoded(_ law: AudioEncoding) -> [UInt8] {
        var codes: [UInt8] = []
        if law == .pcmu { G711.encodeMuLaw(everySample.span, appendingTo: &codes) } else { G711.encodeALaw(everySample.span, appendingTo: &codes) }
        return codes
    }

    @Test(arguments: [AudioEncoding.pcmu, .pcma]) func everySampleGetsTheCodeOfItsDecisionInterval(_ law: AudioEncoding) {
        let decisions = Self.decisionValues(law)
        #expect(decisions.count == 128 && decisions.last == (law == .pcmu ? 8_159 * 4 : 4_096 * 8))
        let codes = Self.encoded(law)
        let wrong = zip(Self.everySample, codes).filter { $1 != Self.referenceCode(Int($0), decisions, law) }
        #expect(wrong.isEmpty, "\(wrong.count) samples, the first \(wrong.first.map { "\($0)" } ?? "")")
    }

    /// sox rounds to 14 or 13 bits first, so that it may differ next to a decision value, and only there, by one step.
    @Test(arguments: [AudioEncoding.pcmu, .pcma]) func soxEncodesAlikeButForTies(_ law: AudioEncoding) throws {
        let folder = try TemporaryFolder()
        var bytes: [UInt8] = []
        PCM16.encode(Self.everySample.span, appendingTo: &bytes)
        let (source, target) = (try folder.write(bytes, to: "samples"), folder.path("codes"))
        let name = law == .pcmu ? "mu-law" : "a-law"
        let raw = ["-r", "8000", "-c", "1"]
        let result = try runTool("sox", ["-D", "-t", "raw", "-e", "signed", "-b", "16"] + raw + [source, "-t", "raw", "-e", name, target])
        try #require(result.status == 0, "\(result.output)")
        let theirs = try folder.read("codes")
        try #require(theirs.count == 65_536)
        let decisions = Self.decisionValues(law)
        let ours = Self.encoded(law)
        let nearTie = law == .pcmu ? 2 : 4
        for index in ours.indices where ours[index] != theirs[index] {
            let sample = Int(Self.everySample[index])
            // Zero decides too: next to it, sox rounds the sign away.
            let isTie = abs(sample) <= nearTie || decisions.contains { abs($0 - abs(sample)) <= nearTie }
            #expect(isTie, "\(name) of \(sample): \(ours[index]), sox \(theirs[index])")
        }
    }

    @Test func theOtherLawsCodeHoldsTheSameSound() {
        let codes = (0...255).map { UInt8($0) }
        var (aLaw, muLaw): ([UInt8], [UInt8]) = ([], [])
        G711.aLaw(fromMuLaw: codes.span, appendingTo: &aLaw)
        G711.muLaw(fromALaw: codes.span, appendingTo: &muLaw)
        for code in codes.indices {
            #expect(aLaw[code] == Self.referenceCode(Self.muLawLevel(code), Self.decisionValues(.pcma), .pcma), "µ-law \(code)")
            #expect(muLaw[code] == Self.referenceCode(Self.aLawLevel(code), Self.decisionValues(.pcmu), .pcmu), "A-law \(code)")
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
        let folder = try TemporaryFolder()
        let (source, target) = (try folder.write(Array(0...255), to: "codes"), folder.path("samples"))
        let result = try runTool("ffmpeg", ["-v", "error", "-f", law, "-ar", "8000", "-ac", "1", "-i", source, "-f", "s16le", target])
        try #require(result.status == 0, "\(result.output)")
        var decoded: [Int16] = []
        let bytes = try folder.read("samples")
        PCM16.decode(bytes.span, appendingTo: &decoded)
        #expect(decoded == (law == "mulaw" ? G711.linearOfMuLaw : G711.linearOfALaw))
    }
}

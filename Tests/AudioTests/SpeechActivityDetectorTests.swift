import Foundation
import TestSupport
import Testing

@testable import Audio

@Suite struct SpeechActivityDetectorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var rate: SampleRate
        var law: AudioEncoding
        var testDescription: String { "\(name) \(rate) \(law.rawValue)" }
    }

    static let clean = [
        "pt-saldo", "pt-sim", "pt-nao", "pt-numeros", "pt-tchau", "pt-bargein-espera", "pt-bargein-nao", "pt-handoff-atendente", "pt-handoff-alguem",
        "pt-handoff-pessoa", "pt-longa-pausa", "pt-pausa-curta", "pt-trap-otimo", "pt-trap-negacao", "en-handoff-agent", "es-handoff-persona",
    ]

    @Test func theEndOfCleanSpeechIsFoundWithinHalfAFrame() throws {
        var errors: [Double] = []
        for name in Self.clean {
            for rate in [SampleRate.hz8000, .hz16000] {
                for law in [AudioEncoding.linear16, .pcma, .pcmu] {
                    let error = try Self.error(name, rate, law)
                    if abs(error) > 20 { print("end of speech of \(name) at \(rate), \(law.rawValue): off by \(error) ms") }
                    errors.append(error)
                }
            }
        }
        let sorted = errors.map(abs).sorted()
        print(
            "end of speech, clean: \(errors.count) cases, median \(sorted[sorted.count / 2]) ms, p90 \(sorted[sorted.count * 9 / 10]) ms, max \(sorted.last ?? 0) ms"
        )
        #expect(sorted[sorted.count / 2] <= 10)
        #expect(sorted[sorted.count * 9 / 10] <= 20)
    }

    /// Other voices at 10 dB hide a soft last syllable; steady noise hides less.
    @Test(arguments: [("pt-saldo-pink10", 150.0), ("pt-trap-negacao-pink15", 150), ("pt-handoff-alguem-babble10", 250)])
    func noiseMovesTheEndLittle(_ name: String, _ bound: Double) throws {
        let error = try Self.error(name, .hz8000, .linear16)
        #expect(abs(error) <= bound, "off by \(error) ms")
    }

    @Test(arguments: ["silence", "noise-pink"]) func whatIsNotSpeechIsNotHeard(_ name: String) throws {
        let detector = SpeechActivityDetector(rate: .hz8000)
        var heard = 0
        let samples = try WAVFile(path: "\(repositoryRoot())/audio-fixtures/\(name)-8000-l16.wav").samples
        samples.withUnsafeBufferPointer { detector.process($0.span) { _ in heard += 1 } }
        #expect(heard == 0)
    }

    @Test func aClickIsNotSpeech() {
        let detector = SpeechActivityDetector(rate: .hz8000)
        var samples = [Int16](repeating: 0, count: 8_000)
        for index in 4_000..<4_040 { samples[index] = index % 2 == 0 ? 20_000 : -20_000 }
        var changes = 0
        samples.withUnsafeBufferPointer { detector.process($0.span) { _ in changes += 1 } }
        #expect(changes == 0)
        #expect(detector.lastVoiced == nil)
    }

    @Test func theSplitOfTheInputDoesNotMatter() throws {
        let samples = try WAVFile(path: "\(repositoryRoot())/audio-fixtures/pt-numeros-8000-l16.wav").samples
        func changes(_ size: Int) -> [SpeechActivityDetector.Change] {
            let detector = SpeechActivityDetector(rate: .hz8000)
            var changes: [SpeechActivityDetector.Change] = []
            for start in stride(from: 0, to: samples.count, by: size) {
                Array(samples[start..<min(start + size, samples.count)]).withUnsafeBufferPointer { detector.process($0.span) { changes.append($0) } }
            }
            return changes
        }
        let whole = changes(samples.count)
        #expect(whole.count >= 2)
        for size in [1, 37, 160, 400] { #expect(changes(size) == whole) }
    }

    /// Milliseconds by which the end found lies after the manifest's.
    static func error(_ name: String, _ rate: SampleRate, _ law: AudioEncoding) throws -> Double {
        let base = name.split(separator: "-").last.map { ["pink10", "babble10", "pink15"].contains($0) } == true
        let parts = name.split(separator: "-")
        let path = base ? "\(parts.dropLast().joined(separator: "-"))-\(rate.hertz)-l16-\(parts.last ?? "")" : "\(name)-\(rate.hertz)-l16"
        var samples = try WAVFile(path: "\(repositoryRoot())/audio-fixtures/\(path).wav").samples
        if law != .linear16 {
            var codes: [UInt8] = []
            var decoded: [Int16] = []
            if law == .pcma {
                G711.encodeALaw(samples.span, appendingTo: &codes)
                G711.decodeALaw(codes.span, appendingTo: &decoded)
            } else {
                G711.encodeMuLaw(samples.span, appendingTo: &codes)
                G711.decodeMuLaw(codes.span, appendingTo: &decoded)
            }
            samples = decoded
        }
        let detector = SpeechActivityDetector(rate: rate)
        samples.withUnsafeBufferPointer { detector.process($0.span) }
        let found = try #require(detector.lastVoiced, "\(name): no speech heard")
        let manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(repositoryRoot())/audio-fixtures/manifest.json")))
        let entries = (manifest as? [String: Any])?["fixtures"] as? [[String: Any]]
        let entry = try #require(entries?.first { $0["id"] as? String == name })
        return Double(found) / Double(rate.hertz) * 1_000 - (try #require(entry["speech_end"] as? Double)) * 1_000
    }
}

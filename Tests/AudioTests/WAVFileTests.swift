import Foundation
import TestSupport
import Testing

@testable import Audio

@Suite struct WAVFileTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let file = WAVFile(rate: .hz24000, channels: 2, samples: [1, -2, 3, -4])
        #expect(try WAVFile(bytes: file.bytes) == file)
    }

    @Test(arguments: ["", "RIFF", "RIFFxxxxWAVE", "not a wav file at all, but long enough"]) func junkIsRefusedInWords(_ text: String) {
        #expect(throws: WAVFile.Failure.self) { _ = try WAVFile(bytes: Array(text.utf8), name: "junk.wav") }
    }

    @Test func aMissingFileIsNamed() {
        #expect(throws: WAVFile.Failure(description: "/nowhere.wav: No such file or directory")) { _ = try WAVFile(path: "/nowhere.wav") }
    }

    @Test func randomBytesNeverCrash() {
        var generator = SeededGenerator(seed: 1)
        let valid = WAVFile(rate: .hz8000, samples: [1, 2, 3]).bytes
        for _ in 0..<2_000 {
            var bytes = valid
            for _ in 0..<4 { bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
            _ = try? WAVFile(bytes: bytes)
        }
    }

    @Test func fixturesAreWhatTheirManifestSays() throws {
        let folder = repositoryRoot() + "/audio-fixtures"
        let manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json")))
        let entries = try #require((manifest as? [String: Any])?["fixtures"] as? [[String: Any]])
        var listed: Set<String> = []
        for entry in entries {
            for file in try #require(entry["files"] as? [[String: Any]]) {
                let name = try #require(file["path"] as? String)
                listed.insert(name)
                let wav = try WAVFile(path: "\(folder)/\(name)")
                #expect(wav.rate.hertz == file["rate"] as? Int && wav.samples.count == file["samples"] as? Int, "\(name)")
                let digest = try runTool("sha256sum", ["\(folder)/\(name)"]).output.prefix(64)
                #expect(digest == (file["sha256"] as? String)?.prefix(64), "\(name)")
            }
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".wav") }
        #expect(Set(present) == listed)
    }
}

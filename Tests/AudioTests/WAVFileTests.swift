import CallControl
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

    /// One chunk of a RIFF file.
    static func chunk(_ name: String, _ content: [UInt8], claiming size: Int? = nil) -> [UInt8] {
        Array(name.utf8) + number(size ?? content.count, 4) + content + (content.count % 2 == 1 ? [0] : [])
    }

    static func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    static func format(tag: Int, channels: Int = 1, hertz: Int = 8_000, bits: Int = 16) -> [UInt8] {
        let frame = channels * bits / 8
        return chunk("fmt ", number(tag, 2) + number(channels, 2) + number(hertz, 4) + number(hertz * frame, 4) + number(frame, 2) + number(bits, 2))
    }

    static func file(_ chunks: [UInt8]...) -> [UInt8] {
        let content = chunks.flatMap { $0 }
        return Array("RIFF".utf8) + number(content.count + 4, 4) + Array("WAVE".utf8) + content
    }

    static let twoSamples = chunk("data", [1, 0, 2, 0])

    @Test(arguments: [
        file(format(tag: 1), twoSamples), file(twoSamples, format(tag: 1)), file(chunk("LIST", [1, 2, 3]), format(tag: 1), chunk("fact", [0]), twoSamples),
        file(format(tag: 1), chunk("data", [1, 0, 2, 0], claiming: 0xFFFF_FFFF)), file(format(tag: 1), chunk("data", [1, 0, 2, 0, 9], claiming: 5)),
    ]) func chunksMayComeInAnyOrder(_ bytes: [UInt8]) throws {
        #expect(try WAVFile(bytes: bytes) == WAVFile(rate: .hz8000, samples: [1, 2]))
    }

    @Test func lawsAreDecoded() throws {
        let codes: [UInt8] = [0, 0x2A, 0x80, 0xD5]
        #expect(try WAVFile(bytes: Self.file(Self.format(tag: 7, bits: 8), Self.chunk("data", codes))).samples == codes.map { G711.linearOfMuLaw[Int($0)] })
        #expect(try WAVFile(bytes: Self.file(Self.format(tag: 6, bits: 8), Self.chunk("data", codes))).samples == codes.map { G711.linearOfALaw[Int($0)] })
    }

    static let mistakes: [([UInt8], String)] = [
        (file(format(tag: 1)), "x.wav: no audio in it"),
        (file(twoSamples), "x.wav: does not say its format"),
        (file(format(tag: 3, bits: 32), twoSamples), "x.wav: encoding 3 with 32 bits is not 16-bit PCM, µ-law or A-law"),
        (file(format(tag: 1, channels: 6), twoSamples), "x.wav: 6 channels, not 1 or 2"),
        (file(format(tag: 1, hertz: 96_000), twoSamples), "x.wav: 96000 Hz is not from 8 to 48 kHz"),
        (file(chunk("fmt ", [1, 0]), twoSamples), "x.wav: its format chunk is cut short"),
    ]

    @Test(arguments: mistakes) func whatCannotBeReadIsSaid(_ bytes: [UInt8], _ message: String) {
        #expect(throws: WAVFile.Failure(description: message)) { _ = try WAVFile(bytes: bytes, name: "x.wav") }
    }

    @Test func aFolderIsNotAFile() { #expect(throws: WAVFile.Failure(description: "/tmp: Is a directory")) { _ = try WAVFile(path: "/tmp") } }

    @Test func aFileIsWrittenWhileItsSamplesComeIn() throws {
        let folder = try TemporaryFolder()
        let samples = tone(440, rate: .hz16000, samples: 4_000)
        let writer = try WAVWriter(path: folder.path("a.wav"), rate: .hz16000, channels: 2)
        for start in stride(from: 0, to: samples.count, by: 320) { try writer.append(samples.span.extracting(start..<min(start + 320, samples.count))) }
        try writer.finish()
        #expect(writer.duration == .milliseconds(125))
        #expect(try folder.read("a.wav") == WAVFile(rate: .hz16000, channels: 2, samples: samples).bytes)
        // More may follow.
        try writer.append(samples.span)
        try writer.finish()
        #expect(try WAVFile(path: folder.path("a.wav")).samples == samples + samples)
    }

    @Test func aWriterThatCannotCreateItsFileSaysSo() {
        #expect(throws: WAVFile.Failure(description: "/nowhere/a.wav: No such file or directory")) {
            _ = try WAVWriter(path: "/nowhere/a.wav", rate: .hz8000)
        }
    }

    @Test func soxReadsWhatWeWrite() throws {
        let folder = try TemporaryFolder()
        let samples = tone(440, rate: .hz24000, samples: 2_400)
        try WAVFile(rate: .hz24000, samples: samples).write(to: folder.path("a.wav"))
        let result = try runTool("sox", [folder.path("a.wav"), "-t", "raw", folder.path("a.raw")])
        try #require(result.status == 0, "\(result.output)")
        var read: [Int16] = []
        let bytes = try folder.read("a.raw")
        PCM16.decode(bytes.span, appendingTo: &read)
        #expect(read == samples)
    }

    @Test func fixturesAreWhatTheirManifestSays() throws {
        var listed: Set<String> = []
        for file in try Fixtures.all().flatMap(\.files) {
            listed.insert(file.path)
            let wav = try WAVFile(path: "\(Fixtures.folder)/\(file.path)")
            #expect(wav.rate.hertz == file.rate && wav.samples.count == file.samples, "\(file.path)")
            #expect(try runTool("sha256sum", ["\(Fixtures.folder)/\(file.path)"]).output.prefix(64) == file.sha256, "\(file.path)")
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: Fixtures.folder).filter { $0.hasSuffix(".wav") }
        #expect(Set(present) == listed)
    }
}

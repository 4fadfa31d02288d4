import CallControl
import Foundation
import TestSupport
import Testing

@testable import Audio

/// The recorder's files, read by others: opusinfo, ffprobe, ffmpeg.
@Suite struct OggOpusStreamTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Caller left and agent right, in turns of speech with silence on the other side.
    private static func dialogue() throws -> (left: [Int16], right: [Int16]) {
        let left = try Fixtures.samples("pt-numeros-8000-l16.wav")
        let right = try Fixtures.samples("pt-longa-pausa-8000-l16.wav")
        let silence: (Int) -> [Int16] = { Array(repeating: 0, count: $0) }
        return (left + silence(right.count), silence(left.count) + right)
    }

    private static func interleaved(_ left: [Int16], _ right: [Int16]) -> [Int16] { zip(left, right).flatMap { [$0, $1] } }

    private static func level(_ samples: ArraySlice<Int16>) -> Double { Level.decibels(samples.span) }

    private func record(_ samples: [Int16], rate: SampleRate = .hz8000, pageEvery: Int = 8_000, comments: [(name: String, value: String)] = []) throws
        -> (bytes: [UInt8], pages: [Int])
    {
        let stream = try OggOpusStream(rate: rate, settings: OpusSettings(), serial: 0xCAFE_F00D, comments: comments)
        var (bytes, pages): ([UInt8], [Int]) = ([], [])
        stream.begin(appendingTo: &bytes)
        for start in stride(from: 0, to: samples.count, by: pageEvery) {
            try stream.append(samples[start..<min(start + pageEvery, samples.count)].span)
            stream.flush(appendingTo: &bytes)
            pages.append(bytes.count)
        }
        try stream.finish(appendingTo: &bytes)
        return (bytes, pages)
    }

    /// Both channels as ffmpeg hears them.
    private func decode(_ path: String, rate: SampleRate) throws -> (left: [Int16], right: [Int16]) {
        let wav = folder.path("decoded-\(UUID().uuidString).wav")
        let run = try runTool("ffmpeg", ["-v", "error", "-i", path, "-ar", "\(rate.hertz)", "-c:a", "pcm_s16le", wav])
        try #require(run.status == 0 && run.output.isEmpty, "\(run.output)")
        let file = try WAVFile(path: wav)
        try #require(file.channels == 2)
        let pairs = stride(from: 0, to: file.samples.count, by: 2)
        return (pairs.map { file.samples[$0] }, pairs.map { file.samples[$0 + 1] })
    }

    @Test(arguments: [SampleRate.hz8000, .hz16000, .hz24000, .hz48000]) func opusinfoFindsNothingToBlame(_ rate: SampleRate) throws {
        let samples = Self.interleaved(tone(400, rate: rate, samples: rate.hertz * 3 + 77), tone(900, rate: rate, samples: rate.hertz * 3 + 77))
        let path = try folder.write(try record(samples, rate: rate, comments: [("CALL", "a-b"), ("TITLE", "Ligação")]).bytes, to: "a.opus")
        let info = try runTool("opusinfo", [path])
        #expect(info.status == 0)
        for fault in ["WARNING", "ERROR", "error"] { #expect(!info.output.contains(fault), "\(info.output)") }
        #expect(info.output.contains("CALL=a-b") && info.output.contains("TITLE=Ligação"))
        #expect(info.output.contains("Original sample rate: \(rate.hertz) Hz") && info.output.contains("Channels: 2"))
        // 3 s and 77 samples, without the padding of the last frame.
        #expect(info.output.contains("Playback length: 0m:03.0"), "\(info.output)")
    }

    @Test(arguments: [1, 159, 160, 161, 8_000, 8_123]) func theFileIsAsLongAsWhatWentIn(_ samples: Int) throws {
        let stereo = Self.interleaved(tone(400, rate: .hz8000, samples: samples), tone(400, rate: .hz8000, samples: samples))
        let path = try folder.write(try record(stereo).bytes, to: "a.opus")
        let wav = folder.path("a.wav")
        // opusdec takes the end from the last page's position; ffmpeg 5 is less exact there.
        #expect(try runTool("opusdec", ["--quiet", "--rate", "48000", path, wav]).status == 0)
        #expect(try WAVFile(path: wav).samples.count == samples * 6 * 2)
    }

    @Test func eachChannelHoldsItsOwnVoice() throws {
        let (left, right) = try Self.dialogue()
        let path = try folder.write(try record(Self.interleaved(left, right)).bytes, to: "a.opus")
        let decoded = try decode(path, rate: .hz8000)
        let turn = try Fixtures.samples("pt-numeros-8000-l16.wav").count
        #expect(Correlation.best(left[..<turn], decoded.left[..<turn], within: 80).value > 0.85)
        #expect(Correlation.best(right[turn...], decoded.right[turn..<right.count], within: 80).value > 0.85)
        // Both are where they were, to the sample's neighbourhood: the delay of the codec is left out by the pre-skip.
        #expect(abs(Correlation.best(left[..<turn], decoded.left[..<turn], within: 80).lag) <= 8)
        // Nobody is heard on the other's side.
        let caller = Self.level(decoded.left[..<turn])
        #expect(Self.level(decoded.right[..<turn]) < caller - 45)
        #expect(Self.level(decoded.left[(turn + 1_600)...]) < caller - 45)
    }

    @Test func aFileCutAnywhereIsReadUpToItsLastWholePage() throws {
        let (left, right) = try Self.dialogue()
        let (bytes, pages) = try record(Self.interleaved(left, right), pageEvery: 2 * 4_000)
        var random = SeededGenerator(seed: 4)
        for _ in 0..<12 {
            let page = Int.random(in: 1..<pages.count, using: &random)
            let cut = Int.random(in: pages[page - 1]..<pages[page], using: &random)
            let path = try folder.write(Array(bytes[..<cut]), to: "cut.opus")
            let probe = try runTool("ffmpeg", ["-v", "quiet", "-i", path, "-ar", "8000", "-f", "s16le", "-y", folder.path("cut.raw")])
            #expect(probe.status == 0)
            let held = try folder.read("cut.raw").count / 4
            // Half a second each page, and what comes late out of the decoder.
            #expect(held >= page * 4_000 - 320, "\(held) samples of \(page) pages")
            #expect(!(try runTool("opusinfo", [path]).output.contains("ERROR")))
        }
    }

    @Test func pagesAreAsLongAsAsked() throws {
        let (bytes, pages) = try record([Int16](repeating: 0, count: 2 * 80_000), pageEvery: 2 * 4_000)
        #expect(pages.count == 20)
        // Two pages of head, one for each flush, one for the end.
        #expect(bytes.indices.dropLast(3).count { bytes[$0] == 0x4F && bytes[$0 + 1] == 0x67 && bytes[$0 + 2] == 0x67 && bytes[$0 + 3] == 0x53 } == 23)
    }

    @Test func commentsAreCutBetweenCharacters() throws {
        let path = try folder.write(try record([0, 0], comments: [("TITLE", String(repeating: "ç", count: 400))]).bytes, to: "a.opus")
        let info = try runTool("opusinfo", [path])
        #expect(!info.output.contains("WARNING"), "\(info.output)")
        #expect(info.output.contains("TITLE=" + String(repeating: "ç", count: 124)))
    }

    @Test func settingsOutOfRangeAreNamed() {
        var settings = OpusSettings()
        settings.bitrate = 1
        #expect(throws: OpusFailure.self) { try OggOpusStream(rate: .hz8000, settings: settings, serial: 0) }
        #expect(throws: OpusFailure.self) { try OggOpusStream(rate: SampleRate(hertz: 11_025)!, settings: OpusSettings(), serial: 0) }
    }
}

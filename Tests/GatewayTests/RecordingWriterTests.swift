import Audio
import CallControl
import Foundation
import Settings
import TestSupport
import Testing

@testable import Gateway

/// A recording from the loop's side to the file, in virtual time; the files are read by ffmpeg and opusinfo.
@Suite struct RecordingWriterTests {
    private let root = FileManager.default.temporaryDirectory.path + "/recording-\(UUID().uuidString)"
    private static let start = Instant(nanoseconds: 5_000_000_000)

    private static func at(_ milliseconds: Int) -> Instant { start + .milliseconds(milliseconds) }

    /// A call under way.
    private final class Call {
        let ring: RecordingRing
        let recording: Recording
        let writer: RecordingWriter
        let path: String

        init(_ root: String, capacity: Int = 1 << 20, isUploaded: Bool = false) {
            ring = RecordingRing(capacity: capacity)
            let name = RecordingName(call: CallID("call-1"), start: 1_764_081_005_123)
            recording = Recording(name: name, url: nil, ring: ring)
            let folder = RecordingFolder(root: root)
            path = folder.fullPath(name.path)
            writer = RecordingWriter(
                RecordingWriter.Plan(
                    name: name, url: nil, callerRate: .hz8000, agentRate: .hz8000, start: RecordingWriterTests.start, opus: OpusSettings(), serial: 1,
                    folder: folder, isUploaded: isUploaded), ring: ring)
        }

        /// The caller's tone in frames of 20 ms, as soon as they are spoken; the writer is given its turn every 100 ms.
        func caller(_ frequency: Double, from begin: Int, to end: Int, writing: Bool = true) {
            let sound = tone(frequency, rate: .hz8000, samples: 160 * 50)
            for time in stride(from: begin, to: end, by: 20) {
                let start = time % 1_000 * 8
                recording.caller(sound[start..<start + 160].span, at: RecordingWriterTests.at(time + 20))
                if writing, time.isMultiple(of: 100) { _ = writer.advance(at: RecordingWriterTests.at(time)) }
            }
        }

        func end(_ milliseconds: Int) -> RecordingOutcome? {
            recording.end(at: RecordingWriterTests.at(milliseconds))
            return writer.advance(at: RecordingWriterTests.at(milliseconds + 50))
        }
    }

    private func decode(_ path: String) throws -> (left: [Int16], right: [Int16]) {
        let wav = root + "/\(UUID().uuidString).wav"
        let run = try runTool("opusdec", ["--quiet", "--rate", "8000", path, wav])
        try #require(run.status == 0, "\(run.output)")
        let file = try WAVFile(path: wav)
        let pairs = stride(from: 0, to: file.samples.count, by: 2)
        return (pairs.map { file.samples[$0] }, pairs.map { file.samples[$0 + 1] })
    }

    private func level(_ samples: [Int16], _ range: Range<Int>) -> Double {
        let part = samples[range.lowerBound * 8..<range.upperBound * 8]
        return Level.decibels(part.span)
    }

    @Test func aWholeCallIsInItsFile() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let call = Call(root)
        call.caller(400, from: 0, to: 1_000)
        call.recording.agent(tone(900, rate: .hz8000, samples: 8_000).span, heardFrom: Self.at(1_200))
        call.caller(400, from: 1_000, to: 1_700)
        call.recording.flushed(at: Self.at(1_700))
        call.caller(400, from: 1_700, to: 3_000)
        let outcome = try #require(call.end(3_000))
        #expect(outcome.path == "2025-11-25/20251125T143005123Z-call-1.opus")
        #expect(outcome.duration == .seconds(3) && outcome.failure == nil)
        #expect(outcome.callerDropped == .zero && outcome.callerMisplaced == .zero && outcome.agentMisplaced == .zero)
        #expect(try FileManager.default.attributesOfItem(atPath: call.path)[.size] as? Int == outcome.bytes)
        let info = try runTool("opusinfo", [call.path])
        #expect(info.status == 0 && !info.output.contains("WARNING") && info.output.contains("Playback length: 0m:03.000s"), "\(info.output)")
        let probe = try runTool(
            "ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,channels:format=duration:stream_tags=CALL", "-of", "csv=p=0", call.path])
        #expect(probe.output.contains("opus,2,call-1") && probe.output.contains("3.0"), "\(probe.output)")
        let (left, right) = try decode(call.path)
        #expect(left.count == 24_000)
        #expect(abs(amplitude(of: 400, in: left[8_000..<23_000], rate: .hz8000) - 10_000) < 1_500)
        #expect(abs(amplitude(of: 900, in: right[9_800..<13_400], rate: .hz8000) - 10_000) < 1_500)
        #expect(level(right, 0..<1_180) < -60)
        #expect(level(right, 1_730..<3_000) < -60, "what was flushed was not heard")
    }

    @Test func lessThanASecondIsMissingAtAnyMoment() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let call = Call(root)
        for second in 0..<6 {
            call.caller(400, from: second * 1_000, to: (second + 1) * 1_000)
            _ = call.writer.advance(at: Self.at((second + 1) * 1_000))
            try FileManager.default.copyItem(atPath: call.path + ".part", toPath: root + "/copy\(second).opus")
            let held = try decode(root + "/copy\(second).opus").left.count / 8
            #expect(held >= second * 1_000 + 200 && held <= second * 1_000 + 600, "after \(second + 1) s the file holds \(held) ms")
        }
    }

    @Test func whatTheRecorderCantKeepUpWithIsSilentAndCounted() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        // Room for one second.
        let call = Call(root, capacity: 50 * (320 + MemoryLayout<RecordingRing.Header>.size) + 1_024)
        call.caller(400, from: 0, to: 2_000)
        _ = call.writer.advance(at: Self.at(2_000))
        call.caller(400, from: 2_000, to: 5_000, writing: false)
        _ = call.writer.advance(at: Self.at(3_000))
        call.caller(400, from: 5_000, to: 8_000)
        let outcome = try #require(call.end(8_000))
        #expect(outcome.callerDropped == .seconds(2))
        #expect(outcome.duration == .seconds(8))
        let (left, _) = try decode(call.path)
        #expect(level(left, 1_000..<2_950) > -20)
        #expect(level(left, 3_050..<4_950) < -60)
        #expect(level(left, 5_050..<7_950) > -20)
        // What follows is where it belongs.
        #expect(abs(amplitude(of: 400, in: left[48_000..<56_000], rate: .hz8000) - 10_000) < 1_500)
    }

    @Test func aFlushIsNeverLost() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let call = Call(root, capacity: 8_000)
        let sound = tone(900, rate: .hz8000, samples: 3_200)
        let agent = { (samples: Int, time: Int) in
            let part = sound[..<samples]
            call.recording.agent(part.span, heardFrom: Self.at(time))
        }
        agent(3_200, 100)
        for time in 200..<400 { call.recording.flushed(at: Self.at(time)) }
        // Refused: it must not be there without the flush.
        agent(160, 450)
        _ = call.writer.advance(at: Self.at(300))
        agent(1_600, 600)
        let outcome = try #require(call.end(1_000))
        #expect(outcome.agentDropped == .milliseconds(20))
        let (_, right) = try decode(call.path)
        #expect(level(right, 110..<190) > -20)
        #expect(level(right, 230..<590) < -50)
        #expect(level(right, 620..<780) > -20)
    }

    @Test func aDiskThatIsFullEndsTheFileAndNotTheCall() throws {
        let file = RecordingFile(descriptor: open("/dev/full", O_WRONLY), path: "full.opus")
        #expect(throws: RecordingFailure(description: "full.opus: No space left on device")) { try file.append([1, 2, 3]) }
        #expect(file.size == 0)
        // The same for a folder that can't be made.
        let call = Call("/proc/nowhere")
        call.caller(400, from: 0, to: 2_000)
        let outcome = try #require(call.end(2_000))
        #expect(outcome.failure?.contains("/proc/nowhere") == true && outcome.bytes == 0)
    }

    @Test func noCallTakesAnothersFile() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let (first, second) = (Call(root), Call(root))
        #expect(second.end(100)?.failure?.contains("File exists") == true)
        #expect(first.end(100)?.failure == nil)
    }

    @Test(arguments: [
        ("../../etc/passwd", "______etc_passwd"), ("a.b-c_9", "a_b-c_9"), (String(repeating: "x", count: 300), String(repeating: "x", count: 64)),
    ])
    func namesStayInTheirFolder(_ call: String, _ safe: String) {
        #expect(RecordingName(call: CallID(call), start: 951_782_400_007).path == "2000-02-29/20000229T000000007Z-\(safe).opus")
    }
}

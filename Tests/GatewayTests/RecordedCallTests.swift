import Audio
import Foundation
import Simulation
import TestSupport
import Testing
import Transport
import WireProtocols

/// Whole calls over real sockets, recorded: what the caller said and heard by his own clock is what the file holds.
@Suite(.serialized) struct RecordedCallTests {
    private let root = FileManager.default.temporaryDirectory.path + "/recorded-\(UUID().uuidString)"

    private func harness(stream: String = "{}") throws -> GatewayHarness {
        var emulation = CallTests.short
        emulation.burst = 0
        return try GatewayHarness(
            emulation: emulation, stream: stream, secretary: "{greeting_message: 'Claro, pode falar.'}",
            extra: "recording: {enabled: true, directory: \(root)}")
    }

    /// The file of a call, once it is finished.
    private func file(of call: String, _ harness: GatewayHarness) throws -> String {
        var path: String?
        let isThere = harness.wait(10) {
            path = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }.first { $0.hasSuffix("-\(call).opus") }
            return path != nil
        }
        try #require(isThere, "no recording of \(call)")
        return root + "/" + (path ?? "")
    }

    private func decode(_ path: String, rate: SampleRate) throws -> (left: [Int16], right: [Int16]) {
        let wav = "\(root)/\(UUID().uuidString).wav"
        let run = try runTool("ffmpeg", ["-v", "error", "-i", path, "-ar", "\(rate.hertz)", "-c:a", "pcm_s16le", wav])
        try #require(run.status == 0, "\(run.output)")
        let file = try WAVFile(path: wav)
        let pairs = stride(from: 0, to: file.samples.count, by: 2)
        return (pairs.map { file.samples[$0] }, pairs.map { file.samples[$0 + 1] })
    }

    /// Where a sound is in a recording, by a second of it that has much of its energy, and how alike the two are there.
    private func find(_ sound: [Int16], in recording: [Int16], rate: SampleRate) throws -> (alike: Double, late: Double) {
        let second = rate.hertz
        let starts = stride(from: 0, to: sound.count - second, by: second / 4)
        let start = try #require(starts.max { Self.energy(sound[$0..<$0 + second]) < Self.energy(sound[$1..<$1 + second]) })
        let reach = second / 2
        let first = max(0, start - reach)
        let found = Correlation.best(sound[start..<start + second], recording[first..<min(recording.count, start + second + reach)], within: 2 * reach)
        return (found.value, Double(first + found.lag - start) / Double(second))
    }

    private static func energy(_ samples: ArraySlice<Int16>) -> Double { samples.reduce(0) { $0 + Double($1) * Double($1) } }

    struct Shape: Sendable, CustomTestStringConvertible {
        var profile: StreamProfile
        var rate: SampleRate
        var encoding = AudioEncoding.linear16
        var testDescription: String { "\(profile.rawValue) \(encoding.rawValue)/\(rate.hertz)" }
    }

    @Test(arguments: [
        Shape(profile: .fork, rate: .hz8000), Shape(profile: .fork, rate: .hz8000, encoding: .pcma), Shape(profile: .fork, rate: .hz16000),
        Shape(profile: .commercial, rate: .hz16000), Shape(profile: .voxcom, rate: .hz8000),
    ]) func bothSidesAreOnOneClock(_ shape: Shape) throws {
        let harness = try harness()
        defer {
            harness.stop()
            try? FileManager.default.removeItem(atPath: root)
        }
        var settings = CallerSettings()
        settings.profile = shape.profile
        settings.rate = shape.rate
        settings.encoding = shape.encoding
        let result = try #require(try harness.run(.plain(["pt-saldo", "pt-sim"]), settings: settings).first)
        let sound = try #require(harness.sound(result.call_uuid))
        let path = try file(of: result.call_uuid, harness)
        #expect(!(try runTool("opusinfo", [path]).output.contains("WARNING")))
        let heardRate = settings.profile.downlinkFormat(streamRate: settings.rate).rate
        let left = try find(sound.said, in: try decode(path, rate: shape.rate).left, rate: shape.rate)
        let right = try find(sound.heard, in: try decode(path, rate: heardRate).right, rate: heardRate)
        #expect(left.alike > 0.85, "\(left)")
        #expect(right.alike > 0.85, "\(right)")
        // The caller's own clock starts with his first frame, some 50 ms after the call; what he hears is known to a frame or two.
        #expect(abs(left.late - right.late) < 0.06, "left \(left.late) s, right \(right.late) s behind the caller's clock")
        let recorded = try decode(path, rate: .hz8000).left.count
        #expect(abs(Double(recorded) / 8_000 - result.duration_seconds) < 0.25)
    }

    @Test func whatTheCallerTalkedOverIsNotInTheRecording() throws {
        var emulation = EmulatorSettings()
        emulation.endpointing = .milliseconds(600)
        emulation.thinking = .fixed(.milliseconds(200))
        emulation.burst = 0
        let harness = try GatewayHarness(emulation: emulation, extra: "recording: {enabled: true, directory: \(root)}")
        defer {
            harness.stop()
            try? FileManager.default.removeItem(atPath: root)
        }
        let scenario = CallScenario(turns: [
            .init(.reply(pause: .milliseconds(100)), say: "pt-saldo"), .init(.interrupting(.milliseconds(1_500)), say: "pt-pausa-curta"),
        ])
        let result = try #require(try harness.run(scenario).first)
        #expect(result.counters["flushes"] == 1)
        let sound = try #require(harness.sound(result.call_uuid))
        let (_, right) = try decode(try file(of: result.call_uuid, harness), rate: .hz8000)
        let audible = { (samples: [Int16]) in
            stride(from: 0, to: samples.count - 160, by: 160).count { Self.energy(samples[$0..<$0 + 160]) > 160 * 400 * 400 }
        }
        let (heard, recorded) = (audible(sound.heard), audible(right))
        #expect(heard > 50)
        // The rest of the answer would be a second and more; soft frames come and go with the codec.
        #expect(abs(heard - recorded) <= 10, "\(heard) audible frames were heard, \(recorded) recorded")
    }
}

import Audio
import Foundation
import Glibc
import Simulation
import TestSupport
import Testing
import Transport

/// A real gateway process, killed in the middle of a call.
@Suite(.serialized) struct RecordingCrashTests {
    private let root = FileManager.default.temporaryDirectory.path + "/crash-\(UUID().uuidString)"

    private func names() -> [String] { (FileManager.default.enumerator(atPath: root + "/rec")?.compactMap { $0 as? String } ?? []).sorted() }

    @Test func aKilledGatewayLosesAtMostASecond() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let provider = try LocalProvider(EmulatorSettings())
        defer { provider.stop() }
        let providerPort = try provider.start(port: 0)
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        let configuration = root + "/gateway.yaml"
        try """
        loops: 1
        listeners: {test: {port: 0}}
        providers: {local: {kind: openai, url: 'ws://127.0.0.1:\(providerPort)/v1/realtime'}}
        secretaries: {test: {}}
        default_secretary: test
        recording: {enabled: true, directory: \(root)/rec}
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        for seconds in [2.3, 3.9, 5.1] { try crash(GatewayProcess(configuration), after: seconds) }
        // The next start closes what is left, and finds nothing more to do.
        let next = try GatewayProcess(configuration)
        let deadline = Date().addingTimeInterval(10)
        while names().contains(where: { $0.hasSuffix(".part") }), Date() < deadline { sched_yield() }
        next.kill()
        #expect(names().count { $0.hasSuffix(".opus") } == 3 && !names().contains { $0.hasSuffix(".part") })
    }

    private func crash(_ server: GatewayProcess, after seconds: Double) throws {
        let call = "crash-\(Int(seconds * 10))"
        let stream = try RawStream("ws://127.0.0.1:\(server.port)/stream/test/\(call)")
        defer { stream.stop() }
        let sound = tone(500, rate: .hz8000, samples: 160)
        var frame: [UInt8] = []
        PCM16.encode(sound.span, appendingTo: &frame)
        // Frames leave every 20 ms of real time, since it is the recorder's pace that is in question.
        let start = Date()
        var sent = 0
        while Double(sent) * 0.02 < seconds {
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + max(0, start.addingTimeInterval(Double(sent) * 0.02).timeIntervalSinceNow))
            stream.send(.binary, frame)
            sent += 1
        }
        server.kill()
        let part = try #require(names().first { $0.hasSuffix("-\(call).opus.part") || $0.hasSuffix("-\(call).opus") }, "\(names())")
        let wav = root + "/\(call).wav"
        let run = try runTool("ffmpeg", ["-v", "error", "-i", root + "/rec/" + part, "-ar", "8000", "-c:a", "pcm_s16le", wav])
        #expect(run.status == 0 && !run.output.contains("Error"), "\(run.output)")
        let samples = try WAVFile(path: wav).samples
        let audible = stride(from: 0, to: samples.count - 320, by: 320).count { start in samples[start..<start + 320].contains { abs(Int($0)) > 3_000 } }
        #expect(Double(audible) * 0.02 >= Double(sent) * 0.02 - 1, "\(Double(audible) * 0.02) s of \(Double(sent) * 0.02) s are there")
        #expect(audible <= sent)
        let info = try runTool("opusinfo", [root + "/rec/" + part])
        #expect(info.output.contains("Opus stream 1") && !info.output.contains("ERROR"), "\(info.output)")
    }
}

import CallControl
import Foundation
import Gateway
import Simulation
import TestSupport
import Testing
import Transport

/// Input from callers is hostile: each kind is refused in words, and other calls don't notice.
@Suite(.serialized) struct BadInputTests {
    private func withGateway(
        listener: String = "", secretary: String = "{greeting_message: ''}", extra: String = "", _ body: (GatewayHarness) throws -> Void
    ) throws {
        let harness = try GatewayHarness(emulation: CallTests.short, listener: listener, secretary: secretary, extra: extra)
        defer { harness.stop() }
        try body(harness)
        #expect(harness.wait { harness.gateway.callCount == 0 }, "calls are left over")
    }

    private func closing(_ harness: GatewayHarness, _ path: String, _ messages: [(MessageKind, [UInt8])] = []) throws -> RawStream.Outcome {
        let stream = try RawStream(harness.url + path)
        defer { stream.stop() }
        for (kind, bytes) in messages { stream.send(kind, bytes) }
        return try #require(stream.waitForClose(), "\(path) was not closed")
    }

    @Test func wrongPathsAreClosedWith1008AndASentence() throws {
        try withGateway { harness in
            for path in [
                "/", "/stream", "/stream/test", "/stream/test/a%20b", "/other/test/call", "/stream/test/call/x/y", "/stream/test/c?rate=7",
                "/stream/test/c?format=mp3",
            ] {
                let outcome = try closing(harness, path)
                #expect(outcome.closure?.code == 1_008, "\(path): \(String(describing: outcome.closure))")
                #expect((outcome.closure?.reason.count ?? 0) > 10)
            }
            #expect(try closing(harness, "/health").closure?.code == 1_000)
        }
    }

    @Test func anUnknownSecretaryIsRefusedWhereThereIsNoDefault() throws {
        let harness = try GatewayHarness(emulation: CallTests.short, extra: "")
        defer { harness.stop() }
        // The harness has a default; a provider that is not there is refused all the same.
        let outcome = try closing(harness, "/stream/nobody/call-1?provider=nowhere")
        #expect(outcome.closure?.code == 1_008 && outcome.closure?.reason == "There is no provider nowhere.")
    }

    @Test func aFirstFrameOfAnotherFormatIsRefusedNotGuessed() throws {
        try withGateway { harness in
            let outcome = try closing(harness, "/stream/test/call-2", [(.binary, [UInt8](repeating: 0, count: 640))])
            #expect(outcome.closure?.code == 1_003)
            #expect(outcome.closure?.reason.contains("Expected 320 bytes") == true, "\(outcome.closure?.reason ?? "")")
        }
    }

    /// On either loop: the call goes on as it is.
    @Test func aRestartInAnotherFormatIsRefusedAndTheCallGoesOn() throws {
        let harness = try GatewayHarness(emulation: CallTests.short, secretary: "{greeting_message: ''}", loops: 2)
        defer { harness.stop() }
        let first = try RawStream(harness.url + "/stream/test/call-r?format=pcmu")
        defer { first.stop() }
        #expect(harness.wait { harness.gateway.callCount == 1 })
        for query in ["rate=16000", "format=pcma", "channels=stereo&format=pcmu", "buffer_ms=40&format=pcmu"] {
            let outcome = try closing(harness, "/stream/test/call-r?\(query)")
            #expect(outcome.closure?.code == 1_008)
            #expect(outcome.closure?.reason.hasPrefix("This call's stream is fork pcmu 8000 Hz mono 20 ms; it can't go on as ") == true, "\(query)")
        }
        #expect(first.outcome.closure == nil && harness.gateway.callCount == 1)
        first.close()
        #expect(try harness.record("call-r").counters["stream_restarts"] == 0)
    }

    /// FreeSWITCH may start a channel's stream again after the call has ended here.
    @Test func eachCallOfAnIDKeepsARecordOfItsOwn() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try withGateway(extra: "records_directory: '\(folder)'") { harness in
            // A file that is just being written has another name yet.
            func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted() }
            for count in 1...2 {
                let stream = try RawStream(harness.url + "/stream/test/twice")
                defer { stream.stop() }
                #expect(harness.wait { harness.gateway.callCount == 1 })
                stream.close()
                #expect(harness.wait { harness.gateway.callCount == 0 && names().count == count })
            }
            let found = names()
            #expect(found.count == 2 && found[1] == "twice.json" && found[0].hasPrefix("twice-1"), "\(found)")
        }
    }

    @Test func laterOddFramesTextsAndGarbageAreCountedAndTheCallGoesOn() throws {
        try withGateway { harness in
            let stream = try RawStream(harness.url + "/stream/test/call-3/%2B5511999998888")
            defer { stream.stop() }
            let silence = [UInt8](repeating: 0, count: 320)
            stream.send(.binary, silence)
            for bad in [[], [0], [UInt8](repeating: 1, count: 319), [UInt8](repeating: 1, count: 640)] { stream.send(.binary, bad) }
            stream.send(.text, Array("{not json".utf8))
            stream.send(.text, [0x7B, 0xFF, 0xFE, 0x7D])
            stream.send(.text, Array(#"{"type":"dtmf","digit":"5"}"#.utf8))
            stream.send(.text, Array(#"{"type":"metadata","caller_name":"Ana","variables":{"fila":"1"}}"#.utf8))
            stream.send(.text, Array(#"{"type":"never heard of"}"#.utf8))
            stream.send(.binary, silence)
            stream.send(.text, Array(#"{"type":"hangup"}"#.utf8))
            let outcome = try #require(stream.waitForClose())
            #expect(outcome.closure?.code == 1_000)
            let record = try harness.record("call-3")
            #expect(record.counters["frames_rejected"] == 4 && record.counters["caller_frames"] == 2, "\(record.counters)")
            #expect(record.counters["text_frames"] == 6)
            #expect(record.metadata["caller_name"] == "Ana" && record.metadata["fila"] == "1")
            #expect(record.end_reason == "caller_hung_up" && record.caller_id == "+5511999998888")
        }
    }

    @Test func aMessageOfAMegabyteClosesTheStreamWith1009() throws {
        try withGateway { harness in
            let stream = try RawStream(harness.url + "/stream/test/call-4")
            defer { stream.stop() }
            stream.send(.text, [UInt8](repeating: 0x61, count: 1 << 20))
            #expect(try #require(stream.waitForClose()).closure?.code == 1_009)
        }
    }

    @Test func withoutItsTokenAStreamGets401() throws {
        let file = FileManager.default.temporaryDirectory.path + "/token-\(UUID().uuidString)"
        try "s3cret\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        try withGateway(listener: "token_file: '\(file)', ") { harness in
            for header in [nil, "Bearer wrong", "Bearer s3cret2", "Basic s3cret", "Bearer "] {
                let stream = try RawStream(harness.url + "/stream/test/call-5", headers: header.map { [("Authorization", $0)] } ?? [])
                defer { stream.stop() }
                guard case .http(401, _) = stream.outcome.failure else {
                    Issue.record("\(header ?? "no header"): \(stream.outcome)")
                    continue
                }
            }
            let stream = try RawStream(harness.url + "/stream/test/call-5", headers: [("Authorization", "Bearer s3cret")])
            defer { stream.stop() }
            #expect(stream.outcome.opened)
            stream.close()
            _ = try harness.record("call-5")
        }
    }

    @Test func beyondTheMostCallsNewOnesGet503() throws {
        try withGateway(extra: "limits: {max_calls: 2}") { harness in
            let streams = try (0..<2).map { try RawStream(harness.url + "/stream/test/many-\($0)") }
            let third = try RawStream(harness.url + "/stream/test/many-2")
            guard case .http(503, _) = third.outcome.failure else {
                Issue.record("\(third.outcome)")
                return
            }
            for stream in streams { stream.close() }
            for stream in streams + [third] {
                _ = stream.waitForClose(2)
                stream.stop()
            }
        }
    }

    @Test func twoHundredConnectsOfWhichHalfVanishLeaveNothingBehind() throws {
        try withGateway { harness in
            let line = RawStream.Line()
            defer { line.stop() }
            let streams = try (0..<200).map { try RawStream(harness.url + "/stream/test/storm-\($0)", on: line) }
            for (index, stream) in streams.enumerated() {
                if index % 2 == 0 { stream.abort() } else { stream.send(.binary, [UInt8](repeating: 0, count: 320)) }
            }
            for (index, stream) in streams.enumerated() where index % 2 == 1 { stream.close() }
            for stream in streams { _ = stream.waitForClose(5) }
            #expect(harness.wait(10) { harness.gateway.callCount == 0 })
            #expect(try harness.record("storm-1").end_reason == "caller_hung_up")
            #expect(try harness.record("storm-0").end_reason == "stream_lost")
        }
    }

    @Test func drainingTurnsReadinessOffRefusesNewCallsAndLetsTheOldOnesFinish() throws {
        let harness = try GatewayHarness(emulation: CallTests.short)
        defer { harness.stop() }
        let port = harness.gateway.ports[0]
        func status(_ path: String) throws -> String {
            try runTool("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:\(port)\(path)"]).output
        }
        #expect(try status("/readyz") == "200")
        let stream = try RawStream(harness.url + "/stream/test/last")
        defer { stream.stop() }
        let drained = Thread { harness.gateway.drain(deadline: .milliseconds(1_500)) }
        drained.start()
        #expect(harness.wait { (try? status("/readyz")) == "503" })
        #expect(try status("/healthz") == "200")
        let late = try RawStream(harness.url + "/stream/test/late")
        defer { late.stop() }
        guard case .http(503, _) = late.outcome.failure else {
            Issue.record("\(late.outcome)")
            return
        }
        let ended = try #require(stream.waitForClose(6))
        #expect(ended.closure?.code == 1_001)
        #expect(try harness.record("last").end_reason == "drained")
    }

    @Test func metricsAreFitForPrometheus() throws {
        let harness = try GatewayHarness(emulation: CallTests.short)
        defer { harness.stop() }
        _ = try harness.run(.plain(["pt-sim"]))
        let file = FileManager.default.temporaryDirectory.path + "/metrics-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try runTool("curl", ["-s", "-o", file, "http://127.0.0.1:\(harness.gateway.ports[0])/metrics"])
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("voice_gateway_turn_voice_to_voice_seconds_bucket"))
        let check = try runTool("sh", ["-c", "promtool check metrics < '\(file)'"])
        #expect(check.status == 0, "\(check.output)")
        #expect(!text.contains("call-"), "a call's id has become a label")
    }
}

import Audio
import CallControl
import Foundation
import Simulation
import Testing
import Transport
import WireProtocols

/// The build that only saves what it is sent: FreeSWITCH's event socket plays the files, and breaks them off.
@Suite(.serialized) struct UpstreamPlaybackTests {
    private static func withSwitch(_ body: (FreeSwitchEmulator, GatewayHarness) throws -> Void) throws {
        var plan = SwitchPlan()
        plan.takesAnyCall = true
        let freeSwitch = FreeSwitchEmulator(plan)
        defer { freeSwitch.stop() }
        let port = try freeSwitch.start()
        let harness = try GatewayHarness(
            emulation: CallTests.short, stream: "{profile: upstream}",
            secretary: "{greeting_message: 'Claro, pode falar.', handoff: {digit: '0'}}",
            extra: "freeswitch: {test: {host: 127.0.0.1, port: \(port)}}",
            environment: ["VOICE_GATEWAY_FREESWITCH_TEST_PASSWORD": "ClueCon"])
        defer { harness.stop() }
        #expect(harness.wait { freeSwitch.connectionCount == 1 })
        try body(freeSwitch, harness)
    }

    /// Milliseconds of audio in each message.
    private static func phrases(_ stream: RawStream) -> [Int] {
        stream.outcome.texts.compactMap { text in
            (try? JSONValue(text: text))?["data"]?["audioData"]?.stringValue.flatMap { Data(base64Encoded: $0) }.map { $0.count / 16 }
        }
    }

    @Test func whatIsSavedIsPlayedInOrder() throws {
        try Self.withSwitch { freeSwitch, harness in
            let stream = try RawStream(harness.url + "/stream/test/up-1")
            defer { stream.stop() }
            #expect(harness.wait(10) { Self.phrases(stream).reduce(0, +) > 900 }, "\(Self.phrases(stream))")
            let phrases = Self.phrases(stream)
            #expect(phrases.allSatisfy { $0 >= 20 && $0 <= 2_000 } && phrases.count <= 6, "\(phrases)")
            try #require(!phrases.isEmpty)
            for number in 1...phrases.count {
                freeSwitch.emitStreamEvent("play", on: "up-1", body: #"{"file":"/tmp/up-1.\#(number).r8","sampleRate":8000}"#)
            }
            let wanted = (1...phrases.count).map { "bgapi uuid_broadcast up-1 /tmp/up-1.\($0).r8 aleg" }
            #expect(harness.wait { freeSwitch.commands.filter { $0.contains("uuid_broadcast") } == wanted }, "\(freeSwitch.commands)")
        }
    }

    /// The caller talks over the greeting: what plays is broken off, and what was saved is not played any more.
    @Test func bargeInBreaksItOff() throws {
        try Self.withSwitch { freeSwitch, harness in
            let speech = try CallerUtterance("pt-bargein-espera", library: harness.fixtures, rate: .hz8000).samples
            let stream = try RawStream(harness.url + "/stream/test/up-2")
            defer { stream.stop() }
            #expect(harness.wait(10) { !Self.phrases(stream).isEmpty })
            freeSwitch.emitStreamEvent("play", on: "up-2", body: #"{"file":"/tmp/up-2.1.r8"}"#)
            #expect(harness.wait { freeSwitch.commands.contains("bgapi uuid_broadcast up-2 /tmp/up-2.1.r8 aleg") })
            for start in stride(from: 0, to: speech.count - 160, by: 160) {
                stream.send(.binary, speech[start..<start + 160].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
            }
            #expect(harness.wait(10) { freeSwitch.commands.contains("bgapi uuid_break up-2 all") }, "\(freeSwitch.commands)")
        }
    }
}

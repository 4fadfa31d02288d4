import Audio
import Testing

@testable import WireProtocols

@Suite struct StreamRequestTests {
    private func stream(_ target: String) throws -> StreamRequest {
        guard case .stream(let request) = try StreamRequest.parse(target: target) else { throw StreamRefusal(reason: "not a stream") }
        return request
    }

    @Test func readsThePath() throws {
        #expect(try StreamRequest.parse(target: "/health") == .health)
        #expect(try stream("/stream/s-1/c_2.x") == StreamRequest(secretaryID: "s-1", callID: "c_2.x"))
        #expect(try stream("/stream/s/c/%2B55%2011%209") == StreamRequest(secretaryID: "s", callID: "c", callerID: "+55 11 9"))
        #expect(try stream("/stream/s/c/+5511").callerID == "+5511")
        #expect(try stream("/stream/s/c/").callerID == nil)
    }

    @Test func readsEveryParameter() throws {
        let request = try stream(
            "/stream/s/c?rate=16000&format=PCMU&channels=2&profile=voxcom&buffer_ms=200&warmup_ms=40&provider=openai&language=pt-BR&freeswitch=pbx1&x=a%26b&flag"
        )
        var expected = StreamRequest(secretaryID: "s", callID: "c")
        expected.rate = .hz16000
        expected.encoding = .pcmu
        expected.channels = .stereo
        expected.profile = .voxcom
        expected.buffer = .milliseconds(200)
        expected.warmUp = .milliseconds(40)
        expected.provider = "openai"
        expected.language = "pt-BR"
        expected.freeSwitch = "pbx1"
        expected.others = ["x": "a&b", "flag": ""]
        #expect(request == expected)
    }

    @Test(arguments: [
        "", "/", "/stream", "/stream/s", "/stream//c", "/stream/s/", "/stream/s/c/d/e", "stream/s/c", "/other/s/c", "/STREAM/s/c", "/stream/s/a b",
        "/stream/s/..",
        "/stream/s/c%0d", "/stream/s/\(String(repeating: "a", count: 65))", "/stream/s/c/%0d%0aevil", "/stream/s/c/%zz", "/stream/s/c/%ff",
        "/stream/s/c/\(String(repeating: "1", count: 129))", "/stream/s/c?rate=0", "/stream/s/c?rate=abc", "/stream/s/c?rate=96000", "/stream/s/c?format=opus",
        "/stream/s/c?channels=3", "/stream/s/c?profile=x", "/stream/s/c?buffer_ms=30", "/stream/s/c?buffer_ms=2000", "/stream/s/c?warmup_ms=-1",
        "/stream/s/c?provider=a%20b", "/stream/s/c?language=pt%0a", "/stream/s/c?language=", "/stream/s/c?rate=8000&rate=16000", "/stream/s/c?a=%0d%0a",
        "/stream/s/c?%0a=1", "/stream/s/c?a=\(String(repeating: "x", count: 129))", "/stream/s/c?" + (0..<40).map { "p\($0)=1" }.joined(separator: "&"),
        "/stream/s/c?a=" + String(repeating: "x", count: 5_000), "/stream/s\u{0}/c", "/stream/é/c",
    ])
    func refusesWithAReasonThatFitsACloseFrame(_ target: String) throws {
        let refusal = try #require(throws: StreamRefusal.self) { try StreamRequest.parse(target: target) }
        #expect(refusal.closeCode == 1_008)
        #expect(refusal.reason.utf8.count <= 123 && refusal.reason.hasSuffix("."), "\(refusal)")
        #expect(!refusal.reason.unicodeScalars.contains { $0.value < 32 })
    }

    @Test func noInputCrashesTheParser() {
        var random = Seeded(5)
        let pieces = ["/stream/", "/", "s", "%", "%4", "%41", "?", "&", "=", "rate", "8000", "é", "\0", "\r\n", "..", "buffer_ms", "99999999999999999999"]
        for _ in 0..<20_000 {
            let target = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            _ = try? StreamRequest.parse(target: target)
        }
    }
}

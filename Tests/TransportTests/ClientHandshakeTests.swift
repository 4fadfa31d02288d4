import Testing

@testable import Transport

@Suite struct ClientHandshakeTests {
    /// RFC 6455, section 1.3: "the sample nonce".
    static let nonce = Array("the sample nonce".utf8)
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    static func make(
        _ text: String = "ws://server.example.com/chat", headers: [(name: String, value: String)] = [], subprotocols: [String] = [],
        change: (inout DialTarget) -> Void = { _ in }
    ) throws -> ClientHandshake {
        var target = DialTarget(address: try #require(WebAddress(text)), headers: headers, subprotocols: subprotocols)
        change(&target)
        return ClientHandshake(target: target, nonce: nonce)
    }

    static func answer(status: String = "HTTP/1.1 101 Switching Protocols", _ headers: [String]) -> [UInt8] {
        Array(([status] + headers).map { $0 + "\r\n" }.joined().utf8) + [13, 10]
    }

    static let good = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: \(accept)"]

    static func outcome(_ handshake: ClientHandshake, _ bytes: [UInt8]) -> ClientHandshake.Outcome {
        var handshake = handshake
        return handshake.feed(bytes)
    }

    @Test func acceptKeyIsTheRFCs() { #expect(ClientHandshake.accept(for: "dGhlIHNhbXBsZSBub25jZQ==") == Self.accept) }

    @Test func requestHasWhatTheProtocolAsks() throws {
        let handshake = try Self.make(
            "wss://host:8443/a?b=c", headers: [("Authorization", "Bearer x"), ("OpenAI-Beta", "realtime=v1")], subprotocols: ["realtime", "v2"])
        let lines = String(decoding: handshake.request, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(
            lines == [
                "GET /a?b=c HTTP/1.1", "Host: host:8443", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: realtime, v2", "Authorization: Bearer x", "OpenAI-Beta: realtime=v1", "", "",
            ])
    }

    @Test func compactHeadersHaveNoSpaceAndDeflateIsOffered() throws {
        let handshake = try Self.make(headers: [("X-A", "b")]) {
            $0.compactHeaders = true
            $0.offersDeflate = true
        }
        let text = String(decoding: handshake.request, as: UTF8.self)
        #expect(text.contains("\r\nHost:server.example.com\r\n"))
        #expect(text.contains("\r\nX-A:b\r\n"))
        #expect(text.contains("\r\nSec-WebSocket-Extensions:permessage-deflate; client_max_window_bits=9\r\n"))
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\u{0}b", "\u{7F}"]) func headerThatWouldBeTwoIsLeftOut(_ value: String) throws {
        let text = String(decoding: try Self.make(headers: [("X-A", value), ("X-B\(value)", "c"), ("X-C", "d")]).request, as: UTF8.self)
        #expect(!text.contains("X-A"))
        #expect(!text.contains("X-B"))
        #expect(!text.contains("X-Evil"))
        #expect(text.hasSuffix("\r\nX-C: d\r\n\r\n"))
    }

    @Test(arguments: [
        good, ["upgrade:WebSocket", "CONNECTION:keep-alive, Upgrade", "sec-websocket-accept:\(accept)  "],
        good + ["Server: x", "Date: y", "X-Empty:", "Folded"],
    ])
    func properAnswersOpen(_ headers: [String]) throws {
        #expect(Self.outcome(try Self.make(), Self.answer(headers)) == .open(subprotocol: nil, rest: []))
    }

    @Test func bytesBehindTheHeadAreHandedOn() throws {
        #expect(Self.outcome(try Self.make(), Self.answer(Self.good) + [0x81, 0]) == .open(subprotocol: nil, rest: [0x81, 0]))
    }

    @Test func answerMayComeByteByByte() throws {
        var handshake = try Self.make(subprotocols: ["realtime"])
        let bytes = Self.answer(Self.good + ["Sec-WebSocket-Protocol: realtime"])
        for byte in bytes.dropLast() { #expect(handshake.feed([byte]) == .incomplete) }
        #expect(handshake.feed([10]) == .open(subprotocol: "realtime", rest: []))
    }

    @Test(arguments: [
        (Array(good.dropFirst()), "101 without Upgrade: websocket"), ([good[0], good[2]], "101 without Upgrade: websocket"),
        (["Upgrade: h2c", good[1], good[2]], "101 without Upgrade: websocket"), (Array(good.dropLast()), "Sec-WebSocket-Accept is wrong"),
        ([good[0], good[1], "Sec-WebSocket-Accept: AAAA"], "Sec-WebSocket-Accept is wrong"),
        (good + ["Sec-WebSocket-Extensions: permessage-deflate"], "an extension was accepted that we can't do"),
        (good + ["Sec-WebSocket-Protocol: convai"], "a subprotocol was chosen that we did not offer"),
    ])
    func wrongAnswersFail(_ headers: [String], _ problem: String) throws {
        #expect(Self.outcome(try Self.make(subprotocols: ["realtime"]), Self.answer(headers)) == .failed(.handshake(problem)))
    }

    @Test(arguments: ["", "SSH-2.0-OpenSSH", "HTTP/2 101 x", "HTTP/1.1", "HTTP/1.1 abc OK", "\u{15}\u{3}\u{1}"]) func whatIsNotHTTPFails(_ line: String) throws
    {
        #expect(Self.outcome(try Self.make(), Self.answer(status: line, Self.good)) == .failed(.handshake("the answer is not HTTP")))
    }

    @Test func otherStatusCarriesItsBody() throws {
        let body = Array(#"{"error":"no\#r\#nkey"}"#.utf8)
        let answer = Self.answer(status: "HTTP/1.1 401 Unauthorized", ["Content-Length: \(body.count)"]) + body
        let expected = ClientHandshake.Outcome.failed(.http(status: 401, body: #"{"error":"no key"}"#))
        #expect(Self.outcome(try Self.make(), answer) == expected)
        // However it is cut.
        var handshake = try Self.make()
        for byte in answer.dropLast() { #expect(handshake.feed([byte]) == .incomplete) }
        #expect(handshake.feed(Array(answer.suffix(1))) == expected)
    }

    @Test func statusIsKnownWhenTheBodyNeverEnds() throws {
        var handshake = try Self.make()
        let answer = Self.answer(status: "HTTP/1.1 429 Too Many Requests", ["Content-Length: 1000"]) + Array("slow down".utf8)
        #expect(handshake.feed(answer) == .incomplete)
        #expect(handshake.failureSoFar == .http(status: 429, body: "slow down"))
    }

    @Test func chunkedBodyIsPutTogether() throws {
        let answer =
            Self.answer(status: "HTTP/1.1 403 Forbidden", ["Transfer-Encoding: chunked"]) + Array("5\r\nquota\r\n9;x=y\r\n exceeded\r\n0\r\n\r\n".utf8)
        #expect(Self.outcome(try Self.make(), answer) == .failed(.http(status: 403, body: "quota exceeded")))
        var handshake = try Self.make()
        for byte in answer.dropLast() { #expect(handshake.feed([byte]) == .incomplete) }
        #expect(handshake.feed([10]) == .failed(.http(status: 403, body: "quota exceeded")))
    }

    @Test func longBodyIsCut() throws {
        let answer = Self.answer(status: "HTTP/1.1 500 Oops", ["Content-Length: 100000"]) + [UInt8](repeating: 0x61, count: 5_000)
        #expect(Self.outcome(try Self.make(), answer) == .failed(.http(status: 500, body: String(repeating: "a", count: 300))))
    }

    @Test func endlessHeadFails() throws {
        var handshake = try Self.make()
        let line = Array("X-Filler: \(String(repeating: "a", count: 1_000))\r\n".utf8)
        var outcome = handshake.feed(Array("HTTP/1.1 101 x\r\n".utf8))
        for _ in 0..<20 where outcome == .incomplete { outcome = handshake.feed(line) }
        #expect(outcome == .failed(.handshake("the answer's head is longer than 16384 bytes")))
        // In one piece as well.
        let whole = Self.answer(Self.good + ["X: " + String(repeating: "a", count: 17_000)])
        #expect(Self.outcome(try Self.make(), whole) == .failed(.handshake("the answer's head is longer than 16384 bytes")))
    }
}

extension ClientHandshake {
    /// A span can't pass through `#expect`.
    mutating func feed(_ bytes: [UInt8]) -> Outcome { feed(bytes.span) }
}

import Testing

@testable import Transport

/// Both ends against the `websockets` package for Python.
@Suite struct InteropTests {
    let runner = LoopRunner()

    @Test func pythonClientIsServed() throws {
        let server = try TestServer(runner)
        let summary = try PythonPeer("client", "ws://127.0.0.1:\(server.port)").summary()
        #expect(summary.contains(#""close": 4001, "refused": [1008, "not here"], "rejected": 401}"#), "\(summary)")
        #expect(server.reaches(0))
    }

    @Test func pythonServerIsUnderstood() throws {
        let python = try PythonPeer("server")
        let base = "ws://127.0.0.1:\(try python.port())"
        let client = Peer.dial(base + "/echo", on: runner) { $0.subprotocols = ["other", "realtime"] }
        try client.expect(.opened)
        #expect(client.subprotocol == "realtime")
        for size in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
            let bytes = FrameParserTests.sample(size)
            client.send(bytes)
            try client.expect(.binary(bytes))
            let text = String(repeating: "é", count: size / 2)
            client.send(text)
            try client.expect(.text(text))
        }
        client.close(1_000, "bye")
        try client.expect(.closed(.init(cause: .local, code: 1_000, reason: "bye")))

        let fragments = Peer.dial(base + "/fragments", on: runner)
        try fragments.expect(.opened)
        try fragments.expect(.text("Olá, mundo"))
        try fragments.expect(.binary([UInt8](repeating: 0, count: 70_000) + [1]))

        let flood = Peer.dial(base + "/flood", on: runner)
        try flood.expect(.opened)
        for number in 0..<2_000 { try flood.expect(.text("\(number)")) }
        flood.close(1_000)
        #expect(try flood.expectEnd().code == 1_000)

        let closing = Peer.dial(base + "/close", on: runner)
        try closing.expect(.opened)
        try closing.expect(.closed(.init(cause: .peer, code: 1_011, reason: "nada mais é possível")))

        try Peer.dial(base + "/reject", on: runner).expect(.failed(.http(status: 401, body: #"{"error":"invalid key"}"#)))
        let deflating = Peer.dial(base + "/echo", on: runner) { $0.offersDeflate = true }
        try deflating.expect(.failed(.handshake("an extension was accepted that we can't do")))
        fragments.abort()
    }
}

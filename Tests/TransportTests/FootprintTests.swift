import Foundation
import Glibc
import Testing

@testable import Transport

/// What connections cost in memory; with `MEASURE=1` only, and alone, since it looks at the whole process.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["MEASURE"] != nil)) struct FootprintTests {
    private static func residentKilobytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (Int(text.split(separator: " ").dropFirst().first ?? "0") ?? 0) * 4
    }

    @Test(arguments: [false, true]) func thousandPairsFitTheirBudget(_ isSecure: Bool) throws {
        let certificates = try TestCertificates()
        let runner = LoopRunner()
        let server = try TestServer(runner, tls: isSecure ? try certificates.sign("good", names: "IP:127.0.0.1") : nil)
        let contexts = Contexts()
        func pairs(_ count: Int) throws -> [(Peer, Peer)] {
            try (0..<count).map { _ in
                let peer = Peer(runner)
                let text = server.address("/take")
                runner.run { [authority = certificates.authority] in
                    var target = DialTarget(address: WebAddress(text)!)
                    target.extraCAFile = authority
                    target.timeout = .seconds(60)
                    _ = ClientWebSocket(target, loop: runner.loop, resolver: runner.resolver, contexts: contexts.value, handler: peer)
                }
                let taken = try server.accepted.next()
                try peer.expect(.opened)
                try taken.expect(.opened)
                return (peer, taken)
            }
        }
        func talk(_ all: [(Peer, Peer)]) throws {
            for _ in 0..<3 {
                for (client, taken) in all {
                    client.send([UInt8](repeating: 1, count: 640))
                    taken.send([UInt8](repeating: 1, count: 1_300))
                    _ = try client.events.next()
                    _ = try taken.events.next()
                }
            }
        }
        let warm = try pairs(50)
        try talk(warm)
        trim()
        let before = Self.residentKilobytes()
        let all = try pairs(1_000)
        let idle = Self.residentKilobytes()
        try talk(all)
        let after = Self.residentKilobytes()
        print("secure \(isSecure): \(idle - before) B idle, \(after - before) B after talking, for each pair")
        // Both ends of a call's leg, beside what the kernel keeps.
        #expect((after - before) / 1_000 <= (isSecure ? 250 : 150))
    }
}

@_silgen_name("malloc_trim") private func malloc_trim(_ pad: Int) -> Int32
private func trim() { _ = malloc_trim(0) }

/// `@unchecked Sendable`: touched on one loop only.
private final class Contexts: @unchecked Sendable { let value = TLSContexts() }

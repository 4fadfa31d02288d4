import CallControl
import Testing

@testable import Console

@Suite struct SessionsTests {
    private static func at(_ seconds: Int) -> Instant { Instant(nanoseconds: Int64(seconds) * 1_000_000_000) }

    private var ids = 0

    private mutating func signIn(_ token: String, _ sessions: inout Sessions, from peer: String = "192.0.2.1", at second: Int) -> Sessions.Outcome {
        ids += 1
        let id = "id-\(ids)"
        return sessions.signIn(token, from: peer, at: Self.at(second)) { id }
    }

    @Test mutating func theTokenOpensASession() {
        var sessions = Sessions(token: "sesame")
        #expect(signIn("sesam", &sessions, at: 0) == .wrong && signIn("sesames", &sessions, at: 0) == .wrong && signIn("", &sessions, at: 0) == .wrong)
        #expect(signIn("sesame", &sessions, at: 1) == .welcome("id-4"))
        let (mine, forged, none) = (
            sessions.isSignedIn("id-4", at: Self.at(2)), sessions.isSignedIn("id-5", at: Self.at(2)), sessions.isSignedIn(nil, at: Self.at(2))
        )
        #expect(mine && !forged && !none)
        sessions.signOut("id-4")
        let after = sessions.isSignedIn("id-4", at: Self.at(3))
        #expect(!after)
    }

    @Test mutating func anEmptyTokenOpensNothing() {
        var sessions = Sessions(token: "")
        #expect(signIn("", &sessions, at: 0) == .wrong)
    }

    @Test mutating func guessesAreSlow() {
        var sessions = Sessions(token: "sesame")
        for _ in 0..<Sessions.wrongLimit { #expect(signIn("guess", &sessions, at: 10) == .wrong) }
        #expect(signIn("sesame", &sessions, at: 30) == .tooMany(retryAfter: .seconds(40)))
        #expect(signIn("sesame", &sessions, at: 70) == .welcome("id-\(Sessions.wrongLimit + 2)"))
    }

    @Test mutating func whoGuessesShutsNobodyElseOut() {
        var sessions = Sessions(token: "sesame")
        for _ in 0...Sessions.wrongLimit { _ = signIn("guess", &sessions, at: 10) }
        #expect(signIn("sesame", &sessions, at: 11) == .tooMany(retryAfter: .seconds(59)))
        #expect(signIn("sesame", &sessions, from: "192.0.2.2", at: 11) == .welcome("id-\(ids)"))
    }

    @Test func addressesOfOneNetworkAreOneVisitor() {
        #expect(Sessions.network(of: "2001:db8:1:2::1") == Sessions.network(of: "2001:db8:1:2:ffff::9"))
        #expect(Sessions.network(of: "2001:db8:1:2::1") != Sessions.network(of: "2001:db8:1:3::1"))
        #expect(Sessions.network(of: "::ffff:192.0.2.1") != Sessions.network(of: "::ffff:192.0.2.2"))
        #expect(Sessions.network(of: "192.0.2.1") == "192.0.2.1")
    }

    @Test mutating func guessersAreBounded() {
        var sessions = Sessions(token: "sesame")
        for number in 0..<Sessions.guessersLimit { #expect(signIn("guess", &sessions, from: "peer \(number)", at: 10) == .wrong) }
        #expect(signIn("sesame", &sessions, from: "one more", at: 11) == .tooMany(retryAfter: .seconds(60)))
        #expect(signIn("sesame", &sessions, from: "one more", at: 70) == .welcome("id-\(ids)"))
    }

    @Test mutating func aSessionLastsWhileItIsUsed() {
        var sessions = Sessions(token: "sesame")
        _ = signIn("sesame", &sessions, at: 0)
        let hours = { (count: Int) in Self.at(count * 3_600) }
        let (first, second, third) = (
            sessions.isSignedIn("id-1", at: hours(11)), sessions.isSignedIn("id-1", at: hours(22)), sessions.isSignedIn("id-1", at: hours(35))
        )
        #expect(first && second && !third)
    }

    @Test mutating func theSessionsAreBounded() {
        var sessions = Sessions(token: "sesame")
        for second in 0...Sessions.limit { _ = signIn("sesame", &sessions, at: second) }
        let now = Self.at(Sessions.limit + 1)
        let (oldest, next, newest) = (
            sessions.isSignedIn("id-1", at: now), sessions.isSignedIn("id-2", at: now), sessions.isSignedIn("id-\(Sessions.limit + 1)", at: now)
        )
        #expect(!oldest && next && newest)
    }
}

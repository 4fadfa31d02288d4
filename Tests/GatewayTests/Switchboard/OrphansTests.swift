import CallControl
import Testing

@testable import Gateway

@Suite struct OrphansTests {
    private func instant(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    @Test func areHandedOutOnceWhileTheyAreWorthIt() {
        var orphans = Orphans()
        orphans.add(ChannelID("old"), .originatorCancel, at: instant(0))
        orphans.add(ChannelID("new"), .originatorCancel, at: instant(60))
        orphans.add(ChannelID("new"), .normalClearing, at: instant(61))
        #expect(orphans.take(at: instant(120)).map(\.channel) == [ChannelID("new")])
        #expect(orphans.take(at: instant(120)).isEmpty)
    }

    @Test func ofTooManyTheOldestIsLeftToItsOwnRingTime() {
        var orphans = Orphans()
        for number in 0...Orphans.most { orphans.add(ChannelID("\(number)"), .originatorCancel, at: instant(0)) }
        let taken = orphans.take(at: instant(1))
        #expect(taken.count == Orphans.most)
        #expect(taken.first?.channel == ChannelID("1"))
    }
}

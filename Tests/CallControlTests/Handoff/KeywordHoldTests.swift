import Testing

@testable import CallControl

/// When a decision counts, while the recogniser still changes its mind.
@Suite struct KeywordHoldTests {
    private let start = Instant(nanoseconds: 0)
    private let first = ItemID(1)
    private let second = ItemID(2)
    private var trigger: KeywordHold

    init() throws { trigger = KeywordHold(try MiniLanguage.detector(), hold: .milliseconds(700)) }

    private func at(_ milliseconds: Int) -> Instant { start + .milliseconds(milliseconds) }

    @Test func aFinalTextCountsAtOnce() {
        var trigger = trigger
        #expect(trigger.hear(final: "quero falar com um atendente", of: first)?.keyword == "atendente")
        #expect(trigger.deadline == nil)
    }

    @Test func aPartialTextCountsWhenItHasStoodUnchanged() {
        var trigger = trigger
        trigger.hear(partial: "quero falar com um atendente", of: first, at: at(0))
        #expect(trigger.deadline == at(700))
        #expect(trigger.wake(at: at(699)) == nil)
        #expect(trigger.wake(at: at(700))?.rule == "asks")
        #expect(trigger.wake(at: at(800)) == nil)
    }

    @Test func repeatingTheSameTextDoesNotProlongTheHold() {
        var trigger = trigger
        for time in [0, 300, 600] { trigger.hear(partial: "falar com atendente", of: first, at: at(time)) }
        #expect(trigger.deadline == at(700))
    }

    @Test func aSentenceWhoseEndTurnsItAroundDoesNotFire() {
        var trigger = trigger
        trigger.hear(partial: "quero falar com atendente", of: first, at: at(0))
        trigger.hear(partial: "quero falar com atendente esquece", of: first, at: at(500))
        #expect(trigger.deadline == nil)
        #expect(trigger.hear(final: "quero falar com atendente, esquece", of: first) == nil)
    }

    @Test func aHalfSentenceWaitsForItsEnd() {
        var trigger = trigger
        trigger.hear(partial: "quero falar com atendente mas", of: first, at: at(0))
        #expect(trigger.deadline == nil)
        #expect(trigger.hear(final: "quero falar com atendente mas agora", of: first) != nil)
    }

    @Test func goingOnSpeakingBeginsTheHoldAnew() {
        var trigger = trigger
        trigger.hear(partial: "falar com atendente", of: first, at: at(0))
        trigger.hear(partial: "falar com atendente agora", of: first, at: at(600))
        #expect(trigger.deadline == at(1_300))
    }

    @Test func anUtteranceFiresOnce() {
        var trigger = trigger
        trigger.hear(partial: "falar com atendente", of: first, at: at(0))
        #expect(trigger.wake(at: at(700)) != nil)
        #expect(trigger.hear(final: "falar com atendente", of: first) == nil)
        trigger.hear(partial: "falar com atendente por favor", of: first, at: at(900))
        #expect(trigger.deadline == nil)
        #expect(trigger.hear(final: "falar com atendente", of: second) != nil)
    }

    @Test func newsOfUtterancesMayMix() {
        var trigger = trigger
        trigger.hear(partial: "falar com atendente", of: first, at: at(0))
        trigger.hear(partial: "bom", of: second, at: at(100))
        #expect(trigger.deadline == nil)
        #expect(trigger.hear(final: "falar com atendente", of: first) != nil)
        trigger.hear(partial: "falar com atendente", of: first, at: at(200))
        #expect(trigger.hear(final: "falar com atendente", of: first) == nil)
        #expect(trigger.hear(final: "bom dia", of: second) == nil)
    }

    @Test func anOlderUtterancesEndLeavesTheHoldOfANewerOne() {
        var trigger = trigger
        trigger.hear(partial: "falar com atendente", of: second, at: at(0))
        #expect(trigger.hear(final: "bom dia", of: first) == nil)
        #expect(trigger.deadline == at(700))
    }
}

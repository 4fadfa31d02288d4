import CallControl
import Testing

@testable import Simulation

@Suite struct ThinkingTimeTests {
    private func samples(_ time: ThinkingTime, count: Int = 20_000) -> [Double] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in time.sample(using: &generator) / .milliseconds(1) }.sorted()
    }

    @Test func aFixedTimeDrawsNothing() {
        var generator = SeededGenerator(seed: 7)
        let before = generator
        #expect(ThinkingTime.fixed(.milliseconds(300)).sample(using: &generator) == .milliseconds(300))
        #expect(generator == before)
    }

    @Test func distributionsHaveTheirStatedShape() {
        let normal = samples(.normal(mean: .milliseconds(400), deviation: .milliseconds(50)))
        #expect(abs(normal.reduce(0, +) / 20_000 - 400) < 2)
        #expect(abs(normal[16_827] - 450) < 3)
        let logNormal = samples(.logNormal(median: .milliseconds(300), p90: .milliseconds(700)))
        #expect(abs(logNormal[10_000] - 300) < 8)
        #expect(abs(logNormal[18_000] - 700) < 25)
        let uniform = samples(.uniform(from: .milliseconds(100), to: .milliseconds(200)))
        #expect(uniform[0] >= 100 && uniform[19_999] <= 200)
        #expect(abs(uniform[10_000] - 150) < 2)
        #expect(samples(.normal(mean: .milliseconds(10), deviation: .milliseconds(50)))[0] == 0)
    }

    @Test(arguments: ["300", "uniform:200,400", "normal:300,50", "lognormal:300,700"])
    func textIsReadAndWritten(text: String) {
        #expect(ThinkingTime(text) != nil)
        #expect(ThinkingTime(text).flatMap { ThinkingTime($0.description) } == ThinkingTime(text))
    }

    @Test(arguments: ["", "x", "-1", "uniform:400,200", "normal:300", "lognormal:0,10", "lognormal:300,200", "gamma:1,2"])
    func nonsenseIsNoTime(text: String) { #expect(ThinkingTime(text) == nil) }

    @Test func theSameSeedAndConnectionGiveTheSameConversation() {
        func times(seed: UInt64, connection: Int) -> [Int] {
            var script = ConversationScript(.openAI, connection: connection) {
                $0.thinking = .logNormal(median: .milliseconds(300), p90: .milliseconds(900))
                $0.seed = seed
            }
            script.openOpenAI()
            for turn in 1...3 { script.speech(from: turn * 10_000, to: turn * 10_000 + 1_000) }
            script.wait(until: 60_000)
            return script.times("response.output_audio.delta")
        }
        #expect(times(seed: 1, connection: 1) == times(seed: 1, connection: 1))
        #expect(times(seed: 1, connection: 1) != times(seed: 2, connection: 1))
        #expect(times(seed: 1, connection: 1) != times(seed: 1, connection: 2))
    }
}

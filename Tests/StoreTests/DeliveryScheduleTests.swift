import Store
import Testing

@Suite struct DeliveryScheduleTests {
    private let schedule = DeliverySchedule()

    @Test func pausesDoubleFromOneSecondToFiveMinutes() {
        let pauses = (1...12).map { schedule.pause(after: $0, .soon, age: .zero, random: 0) }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map { .seconds($0) })
    }

    @Test func jitterTakesUpToAQuarterAway() {
        #expect(schedule.pause(after: 1, .soon, age: .zero, random: 1) == .milliseconds(750))
        #expect(schedule.pause(after: 1, .soon, age: .zero, random: 0.5) == .milliseconds(875))
    }

    @Test func whatSomebodyMustMendIsTriedSlowly() {
        #expect(schedule.pause(after: 1, .slow, age: .zero, random: 0) == .seconds(60))
        #expect(schedule.pause(after: 99, .slow, age: .zero, random: 0) == .seconds(3_600))
    }

    /// Follows every pause of a desk that never answers.
    @Test(arguments: [DeliverySchedule.Pace.soon, .slow])
    func aWeekPassesBeforeAnythingIsGivenUp(_ pace: DeliverySchedule.Pace) {
        var age = Duration.zero
        var attempts = 1
        while let pause = schedule.pause(after: attempts, pace, age: age, random: 0.9) {
            age += pause
            attempts += 1
        }
        #expect(age >= .seconds(7 * 86_400))
        #expect(age < .seconds(7 * 86_400 + 3_600))
    }
}

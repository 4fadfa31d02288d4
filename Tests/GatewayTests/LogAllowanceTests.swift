import CallControl
import Testing

@testable import Gateway

/// Strangers can't fill the log.
@Suite struct LogAllowanceTests {
    private func at(_ milliseconds: Int) -> Instant { Instant(nanoseconds: 0) + .milliseconds(milliseconds) }

    @Test func tenASecondAndTheRestIsCounted() {
        var allowance = LogAllowance()
        let first = (0..<1_000).map { _ in allowance.take(at: at(5)) }
        #expect(first.prefix(10).allSatisfy { $0 == 0 } && first.dropFirst(10).allSatisfy { $0 == nil })
        #expect(allowance.take(at: at(1_005)) == 990)
        #expect(allowance.take(at: at(1_006)) == 0)
    }
}

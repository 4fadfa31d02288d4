@testable import CallControl
import Testing

@Suite struct ToolDeskTests {
    private func call(_ id: String, _ name: String) -> ToolCall { ToolCall(id: id, name: name, arguments: "{}") }

    @Test func answersEachCallOnce() throws {
        var desk = ToolDesk(declared: ["end_call"])
        let first = desk.handle(call("1", "end_call"))
        let answer = try #require(first)
        #expect(answer.action == .endCall && !answer.result.isError && answer.result.callID == "1")
        let repeated = desk.handle(call("1", "end_call"))
        #expect(repeated?.result == nil)
    }

    @Test(arguments: [["end_call"], ["end_call", "book"]])
    func whatHasNothingBehindItIsAnError(_ declared: [String]) throws {
        var desk = ToolDesk(declared: declared)
        let handled = desk.handle(call("1", "book"))
        let answer = try #require(handled)
        #expect(answer.result.isError && answer.action == nil)
    }

    @Test func anUndeclaredEndOfTheCallIsAnError() {
        var desk = ToolDesk(declared: [])
        let answer = desk.handle(call("1", "end_call"))
        #expect(answer?.result.isError == true)
    }

    @Test func goesOnOnceForAllResults() {
        var desk = ToolDesk(declared: [])
        _ = desk.handle(call("1", "a"))
        _ = desk.handle(call("2", "b"))
        var asked = [desk.takesContinuation(), desk.takesContinuation()]
        #expect(asked == [true, false])
        _ = desk.handle(call("3", "c"))
        desk.forgetContinuation()
        asked = [desk.takesContinuation()]
        #expect(asked == [false])
    }
}
